CREATE TYPE "app"."change_stage_name" AS ENUM('begun', 'checked', 'arming', 'armed', 'applied', 'reached', 'readBack', 'releasing', 'undone');--> statement-breakpoint
CREATE TYPE "app"."change_state" AS ENUM('previewing', 'previewed', 'authorised', 'applying', 'verified', 'reverted', 'failed', 'unknown', 'unneeded', 'refused', 'withdrawn', 'rejected', 'expired');--> statement-breakpoint
CREATE TABLE "app"."change" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"number" integer DEFAULT 0 NOT NULL,
	"template_id" text NOT NULL,
	"template_version" integer NOT NULL,
	"is_direct" boolean DEFAULT false NOT NULL,
	"params_sealed" "bytea",
	"params_of" uuid NOT NULL,
	"reverts_id" uuid,
	"state" "app"."change_state" DEFAULT 'previewing' NOT NULL,
	"asked_by" uuid NOT NULL,
	"by_name" text DEFAULT '' NOT NULL,
	"by_role" text DEFAULT '' NOT NULL,
	"asked_at" timestamp with time zone DEFAULT date_trunc('milliseconds', now()) NOT NULL,
	"preview_sealed" "bytea",
	"previewed_at" timestamp with time zone,
	"tier" text,
	"digest" text,
	"expires_at" timestamp with time zone,
	"authorised_by" uuid,
	"authorised_name" text,
	"authorised_role" text,
	"authorised_at" timestamp with time zone,
	"is_break_glass" boolean DEFAULT false NOT NULL,
	"withdrawn_by" uuid,
	"rejected_by" uuid,
	"rejected_name" text,
	"rejected_role" text,
	"reason" text,
	"is_to_be_mailed" boolean DEFAULT false NOT NULL,
	"claimed_by" text,
	"lease_until" timestamp with time zone,
	"plan_sealed" "bytea",
	"look_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"fault_code" text,
	"fault_sealed" "bytea",
	CONSTRAINT "change_belongs_to_customer" UNIQUE("id","customer_id"),
	CONSTRAINT "change_number_is_unique_per_customer" UNIQUE("customer_id","number"),
	CONSTRAINT "change_holds_its_params_or_another_does" CHECK (("app"."change"."params_sealed" is not null) = ("app"."change"."params_of" = "app"."change"."id")),
	CONSTRAINT "change_is_claimed_with_a_lease" CHECK (("app"."change"."claimed_by" is null) = ("app"."change"."lease_until" is null)),
	CONSTRAINT "change_tier_is_known" CHECK ("app"."change"."tier" in ('W1', 'W2', 'W3')),
	CONSTRAINT "change_digest_is_a_sha256" CHECK ("app"."change"."digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "change_is_previewed_as_a_whole" CHECK (num_nonnulls("app"."change"."digest", "app"."change"."tier", "app"."change"."expires_at", "app"."change"."preview_sealed", "app"."change"."previewed_at") in (0, 5)),
	CONSTRAINT "change_is_authorised_as_previewed" CHECK ("app"."change"."state" not in ('authorised', 'applying', 'verified', 'reverted', 'unknown') or "app"."change"."authorised_by" is not null and "app"."change"."digest" is not null),
	CONSTRAINT "change_is_authorised_by_somebody" CHECK (("app"."change"."authorised_by" is null) = ("app"."change"."authorised_at" is null)),
	CONSTRAINT "change_w3_takes_two_people" CHECK ("app"."change"."tier" is distinct from 'W3' or "app"."change"."authorised_by" is null or "app"."change"."authorised_by" <> "app"."change"."asked_by" or "app"."change"."is_break_glass"),
	CONSTRAINT "change_is_rejected_by_somebody" CHECK (("app"."change"."state" = 'rejected') = ("app"."change"."rejected_by" is not null)),
	CONSTRAINT "change_glass_is_broken_by_whoever_authorises" CHECK (not "app"."change"."is_break_glass" or "app"."change"."authorised_by" is not null),
	CONSTRAINT "change_has_a_reason_where_it_takes_one" CHECK (("app"."change"."reason" is not null) = ("app"."change"."rejected_by" is not null or "app"."change"."is_break_glass") and ("app"."change"."reason" is null or "app"."change"."reason" ~ '\S' and length("app"."change"."reason") <= 500)),
	CONSTRAINT "change_is_withdrawn_by_somebody" CHECK (("app"."change"."state" = 'withdrawn') = ("app"."change"."withdrawn_by" is not null)),
	CONSTRAINT "change_ends_in_an_end" CHECK (("app"."change"."state" in ('previewing', 'previewed', 'authorised', 'applying')) = ("app"."change"."ended_at" is null)),
	CONSTRAINT "change_looks_again_only_for_the_unknown" CHECK ("app"."change"."look_at" is null or "app"."change"."state" = 'unknown')
);
--> statement-breakpoint
ALTER TABLE "app"."change" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."change_stage" (
	"change_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"customer_id" uuid NOT NULL,
	"stage" "app"."change_stage_name" NOT NULL,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "change_stage_change_id_number_pk" PRIMARY KEY("change_id","number"),
	CONSTRAINT "change_stage_counts_from_one" CHECK ("app"."change_stage"."number" >= 1)
);
--> statement-breakpoint
ALTER TABLE "app"."change_stage" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "app"."customer" ADD COLUMN "change_policy" text DEFAULT 'standard' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."change" ADD CONSTRAINT "change_asked_by_person_id_fk" FOREIGN KEY ("asked_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."change" ADD CONSTRAINT "change_authorised_by_person_id_fk" FOREIGN KEY ("authorised_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."change" ADD CONSTRAINT "change_withdrawn_by_person_id_fk" FOREIGN KEY ("withdrawn_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."change" ADD CONSTRAINT "change_rejected_by_person_id_fk" FOREIGN KEY ("rejected_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."change" ADD CONSTRAINT "change_device_is_of_its_customer" FOREIGN KEY ("device_id","customer_id") REFERENCES "app"."device"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."change" ADD CONSTRAINT "change_reverts_one_of_its_customer" FOREIGN KEY ("reverts_id","customer_id") REFERENCES "app"."change"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."change_stage" ADD CONSTRAINT "change_stage_is_of_its_change_and_customer" FOREIGN KEY ("change_id","customer_id") REFERENCES "app"."change"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "change_of_a_device_is_one_at_a_time" ON "app"."change" USING btree ("device_id") WHERE "app"."change"."state" in ('authorised', 'applying') or "app"."change"."state" = 'unknown' and "app"."change"."look_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "change_is_taken_back_once" ON "app"."change" USING btree ("reverts_id") WHERE "app"."change"."state" not in ('reverted', 'failed', 'unneeded', 'refused', 'withdrawn', 'rejected', 'expired') and not ("app"."change"."state" = 'unknown' and "app"."change"."look_at" is null);--> statement-breakpoint
CREATE INDEX "change_taking_back" ON "app"."change" USING btree ("reverts_id") WHERE "app"."change"."reverts_id" is not null;--> statement-breakpoint
CREATE INDEX "change_by_asking" ON "app"."change" USING btree ("customer_id","asked_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "change_newest" ON "app"."change" USING btree ("asked_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "change_of_device" ON "app"."change" USING btree ("customer_id","device_id","asked_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "change_under_way" ON "app"."change" USING btree ("asked_at") WHERE "app"."change"."ended_at" is null or "app"."change"."look_at" is not null;--> statement-breakpoint
CREATE INDEX "change_of_customer" ON "app"."change" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "change_to_be_mailed" ON "app"."change" USING btree ("id") WHERE "app"."change"."is_to_be_mailed";--> statement-breakpoint
CREATE INDEX "change_stage_of_customer" ON "app"."change_stage" USING btree ("customer_id","change_id");--> statement-breakpoint
ALTER TABLE "app"."customer" ADD CONSTRAINT "customer_change_policy_is_known" CHECK ("app"."customer"."change_policy" in ('standard', 'secondPerson'));--> statement-breakpoint
CREATE POLICY "change_read_in_reach" ON "app"."change" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."change"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "change_read_everything" ON "app"."change" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "change_read_for_customer" ON "app"."change" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."change"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change_added_by_operators" ON "app"."change" AS PERMISSIVE FOR INSERT TO "routeward_person" WITH CHECK ("app"."change"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) in ('operator', 'admin') and "app"."change"."asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change_added_everything" ON "app"."change" AS PERMISSIVE FOR INSERT TO "routeward_everything" WITH CHECK ("app"."change"."asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change_decided_by_operators" ON "app"."change" AS PERMISSIVE FOR UPDATE TO "routeward_person" USING ("app"."change"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) in ('operator', 'admin') and "app"."change"."state" in ('previewing', 'previewed')) WITH CHECK ("app"."change"."state" = 'authorised' and "app"."change"."authorised_by" = (select nullif(current_setting('app.person_id', true), '')::uuid)
  or "app"."change"."state" = 'rejected' and "app"."change"."rejected_by" = (select nullif(current_setting('app.person_id', true), '')::uuid) or "app"."change"."state" = 'withdrawn' and "app"."change"."withdrawn_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change_decided_everything" ON "app"."change" AS PERMISSIVE FOR UPDATE TO "routeward_everything" USING ("app"."change"."state" in ('previewing', 'previewed')) WITH CHECK ("app"."change"."state" = 'authorised' and "app"."change"."authorised_by" = (select nullif(current_setting('app.person_id', true), '')::uuid)
  or "app"."change"."state" = 'rejected' and "app"."change"."rejected_by" = (select nullif(current_setting('app.person_id', true), '')::uuid) or "app"."change"."state" = 'withdrawn' and "app"."change"."withdrawn_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change_moved_by_its_work" ON "app"."change" AS PERMISSIVE FOR UPDATE TO "routeward_customer" USING ("app"."change"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid)) WITH CHECK ("app"."change"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change_found_by_jobs" ON "app"."change" AS PERMISSIVE FOR SELECT TO "routeward_job" USING (true);--> statement-breakpoint
CREATE POLICY "change_ended_by_sweep" ON "app"."change" AS PERMISSIVE FOR UPDATE TO "routeward_job" USING ("app"."change"."ended_at" is null) WITH CHECK ("app"."change"."state" in ('failed', 'unknown', 'expired'));--> statement-breakpoint
CREATE POLICY "change_stage_read_in_reach" ON "app"."change_stage" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."change_stage"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "change_stage_read_everything" ON "app"."change_stage" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "change_stage_read_for_customer" ON "app"."change_stage" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."change_stage"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change_stage_added_by_work" ON "app"."change_stage" AS PERMISSIVE FOR INSERT TO "routeward_customer" WITH CHECK ("app"."change_stage"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));