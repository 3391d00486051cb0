/** Whose account it is, for people and for their password managers. */
export const OwnEmail = ({ email }: { readonly email: string }) => (
  <label className="grid gap-1">
    E-mail
    <input className="field bg-sunken" type="email" autoComplete="username" readOnly value={email} />
  </label>
);
