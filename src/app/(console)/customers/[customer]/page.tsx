import { redirect } from 'next/navigation';

/** A customer's page is, so far, the list of its devices. */
export default async function CustomerPage({ params }: { readonly params: Promise<{ readonly customer: string }> }) {
  const { customer } = await params;
  redirect(`/customers/${encodeURIComponent(customer)}/devices`);
}
