-- Somebody signed in shows their password once more. Charged apart from signing in: whoever knows the e-mail can hold that up
-- from anywhere, and must not hold up this. Returns one row, as auth.begin_sign_in does.
create function auth.begin_confirmation(of_person uuid)
  returns table (wait_seconds integer, person_id uuid, password_hash text, charged text[])
  language plpgsql volatile security definer set search_path = '' as $$
begin
  select p.id, p.password_hash into person_id, password_hash from app.person p where p.id = of_person;
  charged := array['confirmation:' || of_person];
  wait_seconds := auth.charge(charged);
  return next;
end $$;
--> statement-breakpoint
revoke execute on function auth.begin_confirmation(uuid) from public;
--> statement-breakpoint
grant execute on function auth.begin_confirmation(uuid) to routeward_stranger;
