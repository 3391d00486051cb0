CREATE SCHEMA "app";
--> statement-breakpoint
CREATE SCHEMA "audit";
--> statement-breakpoint
CREATE TYPE "app"."role" AS ENUM('superAdmin', 'admin', 'operator', 'viewer');--> statement-breakpoint
CREATE TYPE "app"."run_state" AS ENUM('intended', 'running', 'done', 'failed', 'stopped', 'interrupted', 'unknown');--> statement-breakpoint
CREATE TABLE "app"."device" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"name" text NOT NULL,
	"address" text NOT NULL,
	"port" integer DEFAULT 8729 NOT NULL,
	"site" text,
	"tags" text[] DEFAULT '{}'::text[] NOT NULL,
	"archived_at" timestamp with time zone,
	"enrolled_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "device_name_is_unique_per_customer" UNIQUE("customer_id","name"),
	CONSTRAINT "device_belongs_to_customer" UNIQUE("id","customer_id"),
	CONSTRAINT "device_port_is_a_port" CHECK ("app"."device"."port" between 1 and 65535)
);
--> statement-breakpoint
ALTER TABLE "app"."device" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."customer" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"stripe" smallint DEFAULT 0 NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"archived_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "customer_slug_is_unique" UNIQUE("slug"),
	CONSTRAINT "customer_slug_is_a_label" CHECK ("app"."customer"."slug" ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
	CONSTRAINT "customer_stripe_is_one_of_twelve" CHECK ("app"."customer"."stripe" between 0 and 11)
);
--> statement-breakpoint
ALTER TABLE "app"."customer" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."membership" (
	"person_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "membership_person_id_customer_id_pk" PRIMARY KEY("person_id","customer_id")
);
--> statement-breakpoint
ALTER TABLE "app"."membership" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."person" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" "app"."role" NOT NULL,
	"password_hash" text,
	"epoch" integer DEFAULT 1 NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "person_email_is_unique" UNIQUE("email"),
	CONSTRAINT "person_email_is_lower_case" CHECK ("app"."person"."email" = lower("app"."person"."email"))
);
--> statement-breakpoint
ALTER TABLE "app"."person" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."run" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"session_id" uuid,
	"action_id" text NOT NULL,
	"effect" text NOT NULL,
	"params" jsonb NOT NULL,
	"state" "app"."run_state" DEFAULT 'intended' NOT NULL,
	"intended_by" uuid NOT NULL,
	"intended_at" timestamp with time zone DEFAULT now() NOT NULL,
	"claimed_by" text,
	"lease_until" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "run_belongs_to_customer" UNIQUE("id","customer_id"),
	CONSTRAINT "run_effect_is_read_or_write" CHECK ("app"."run"."effect" in ('read', 'write')),
	CONSTRAINT "run_is_claimed_with_a_lease" CHECK (("app"."run"."claimed_by" is null) = ("app"."run"."lease_until" is null))
);
--> statement-breakpoint
ALTER TABLE "app"."run" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."run_rows" (
	"run_id" uuid NOT NULL,
	"first_row" bigint NOT NULL,
	"row_count" integer NOT NULL,
	"customer_id" uuid NOT NULL,
	"sealed" "bytea" NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "run_rows_run_id_first_row_pk" PRIMARY KEY("run_id","first_row"),
	CONSTRAINT "run_rows_hold_rows" CHECK ("app"."run_rows"."row_count" > 0 and "app"."run_rows"."first_row" >= 0)
);
--> statement-breakpoint
ALTER TABLE "app"."run_rows" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."session" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"symptom" text NOT NULL,
	"opened_by" uuid NOT NULL,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone,
	"cause" text,
	CONSTRAINT "session_belongs_to_customer" UNIQUE("id","customer_id"),
	CONSTRAINT "session_closes_with_a_cause" CHECK (("app"."session"."closed_at" is null) = ("app"."session"."cause" is null))
);
--> statement-breakpoint
ALTER TABLE "app"."session" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."known_browser" (
	"person_id" uuid NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "known_browser_person_id_secret_hash_pk" PRIMARY KEY("person_id","secret_hash")
);
--> statement-breakpoint
ALTER TABLE "app"."known_browser" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."refresh_token" (
	"selector" "bytea" PRIMARY KEY NOT NULL,
	"family_id" uuid NOT NULL,
	"secret_hash" text NOT NULL,
	"issued_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"request_key_hash" "bytea",
	"successor_sealed" "bytea",
	CONSTRAINT "refresh_token_selector_is_16_bytes" CHECK (octet_length("app"."refresh_token"."selector") = 16),
	CONSTRAINT "refresh_token_used_leaves_a_successor" CHECK (("app"."refresh_token"."used_at" is null) = ("app"."refresh_token"."successor_sealed" is null))
);
--> statement-breakpoint
ALTER TABLE "app"."refresh_token" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."sign_in_throttle" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_failed_at" timestamp with time zone NOT NULL,
	"blocked_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "app"."sign_in_throttle" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."token_family" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"address" text NOT NULL,
	"agent" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"idle_seconds" integer NOT NULL,
	"revoked_at" timestamp with time zone,
	"revoked_because" text,
	CONSTRAINT "token_family_ends_with_a_reason" CHECK (("app"."token_family"."revoked_at" is null) = ("app"."token_family"."revoked_because" is null))
);
--> statement-breakpoint
ALTER TABLE "app"."token_family" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "app"."device" ADD CONSTRAINT "device_customer_id_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "app"."customer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."membership" ADD CONSTRAINT "membership_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "app"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."membership" ADD CONSTRAINT "membership_customer_id_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "app"."customer"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."run" ADD CONSTRAINT "run_intended_by_person_id_fk" FOREIGN KEY ("intended_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."run" ADD CONSTRAINT "run_device_is_of_its_customer" FOREIGN KEY ("device_id","customer_id") REFERENCES "app"."device"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."run" ADD CONSTRAINT "run_session_is_of_its_customer" FOREIGN KEY ("session_id","customer_id") REFERENCES "app"."session"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."run_rows" ADD CONSTRAINT "run_rows_are_of_their_run_and_customer" FOREIGN KEY ("run_id","customer_id") REFERENCES "app"."run"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."session" ADD CONSTRAINT "session_customer_id_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "app"."customer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."session" ADD CONSTRAINT "session_opened_by_person_id_fk" FOREIGN KEY ("opened_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."known_browser" ADD CONSTRAINT "known_browser_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "app"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."refresh_token" ADD CONSTRAINT "refresh_token_family_id_token_family_id_fk" FOREIGN KEY ("family_id") REFERENCES "app"."token_family"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."token_family" ADD CONSTRAINT "token_family_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "app"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "device_by_name" ON "app"."device" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "membership_by_customer" ON "app"."membership" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "run_by_device" ON "app"."run" USING btree ("customer_id","device_id","intended_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "run_lapsed_leases" ON "app"."run" USING btree ("lease_until") WHERE "app"."run"."state" = 'running';--> statement-breakpoint
CREATE INDEX "session_by_opening" ON "app"."session" USING btree ("customer_id","opened_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "refresh_token_by_family" ON "app"."refresh_token" USING btree ("family_id");--> statement-breakpoint
CREATE INDEX "token_family_by_person" ON "app"."token_family" USING btree ("person_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE POLICY "device_read_in_reach" ON "app"."device" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."device"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "device_read_everything" ON "app"."device" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "device_read_for_customer" ON "app"."device" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."device"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "device_change_by_admins" ON "app"."device" AS PERMISSIVE FOR UPDATE TO "routeward_person" USING ("app"."device"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) = 'admin') WITH CHECK ("app"."device"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) = 'admin');--> statement-breakpoint
CREATE POLICY "device_change_everything" ON "app"."device" AS PERMISSIVE FOR UPDATE TO "routeward_everything" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "customer_read_in_reach" ON "app"."customer" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."customer"."id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "customer_read_everything" ON "app"."customer" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "customer_read_for_customer" ON "app"."customer" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."customer"."id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "membership_reads_own" ON "app"."membership" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."membership"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "membership_read_everything" ON "app"."membership" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "person_reads_self" ON "app"."person" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."person"."id" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "person_read_everything" ON "app"."person" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "run_read_in_reach" ON "app"."run" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."run"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "run_read_everything" ON "app"."run" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "run_read_for_customer" ON "app"."run" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."run"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "run_changed_by_its_work" ON "app"."run" AS PERMISSIVE FOR UPDATE TO "routeward_customer" USING ("app"."run"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid)) WITH CHECK ("app"."run"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "run_found_by_sweep" ON "app"."run" AS PERMISSIVE FOR SELECT TO "routeward_job" USING (true);--> statement-breakpoint
CREATE POLICY "run_ended_by_sweep" ON "app"."run" AS PERMISSIVE FOR UPDATE TO "routeward_job" USING ("app"."run"."state" = 'running') WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "run_rows_read_in_reach" ON "app"."run_rows" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."run_rows"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "run_rows_read_everything" ON "app"."run_rows" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "run_rows_read_for_customer" ON "app"."run_rows" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."run_rows"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "run_rows_written_by_their_work" ON "app"."run_rows" AS PERMISSIVE FOR INSERT TO "routeward_customer" WITH CHECK ("app"."run_rows"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "session_read_in_reach" ON "app"."session" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."session"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "session_read_everything" ON "app"."session" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "session_read_for_customer" ON "app"."session" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."session"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "token_family_reads_own" ON "app"."token_family" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."token_family"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "token_family_read_own_too" ON "app"."token_family" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING ("app"."token_family"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid));