import { ownPath } from '@/ui/sign-in/own-path';
import { Resume } from '@/ui/sign-in/resume';

interface ResumePageProps {
  readonly searchParams: Promise<{ to?: string | string[] }>;
}

/**
 * Where a page load without a live access cookie goes: after 15 idle minutes, or from a link in a mail, with which a
 * browser sends no SameSite=Strict cookie. It holds nothing; its script refreshes once, as our own origin, and goes on.
 */
export default async function ResumePage({ searchParams }: ResumePageProps) {
  const { to } = await searchParams;
  return <Resume to={ownPath(typeof to === 'string' ? to : undefined)} />;
}
