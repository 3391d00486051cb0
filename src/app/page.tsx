import { redirect } from 'next/navigation';

/** Home is the list of devices for every role: the list of what is wrong is the dashboard. */
export default function Home(): never {
  redirect('/devices');
}
