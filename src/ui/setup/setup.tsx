'use client';

import { useState } from 'react';
import { FirstAdminForm } from './first-admin-form';
import { ProofForm, type Proven } from './proof-form';

/** Two steps, kept nowhere: whoever reloads the page begins with the token again. */
export function Setup() {
  const [proven, setProven] = useState<Proven | null>(null);
  const [isBack, setBack] = useState(false);
  if (proven === null) return <ProofForm isBack={isBack} onProven={setProven} />;
  return (
    <FirstAdminForm
      proven={proven}
      onBack={() => {
        setBack(true);
        setProven(null);
      }}
    />
  );
}
