CREATE TYPE "app"."rollout_state" AS ENUM('planned', 'running', 'stopped', 'done', 'withdrawn', 'rejected', 'expired');--> statement-breakpoint
CREATE TABLE "app"."rollout" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"number" integer DEFAULT 0 NOT NULL,
	"template_id" text NOT NULL,
	"template_version" integer NOT NULL,
	"wave_size" integer NOT NULL,
	"device_count" integer NOT NULL,
	"is_wide" boolean NOT NULL,
	"retry_of" uuid,
	"state" "app"."rollout_state" DEFAULT 'planned' NOT NULL,
	"asked_by" uuid NOT NULL,
	"by_name" text DEFAULT '' NOT NULL,
	"by_role" text DEFAULT '' NOT NULL,
	"asked_at" timestamp with time zone DEFAULT date_trunc('milliseconds', now()) NOT NULL,
	"digest" text,
	"authorised_by" uuid,
	"authorised_name" text,
	"authorised_role" text,
	"authorised_at" timestamp with time zone,
	"runs_until" timestamp with time zone,
	"is_break_glass" boolean DEFAULT false NOT NULL,
	"withdrawn_by" uuid,
	"rejected_by" uuid,
	"rejected_name" text,
	"rejected_role" text,
	"reason" text,
	"stopped_at" timestamp with time zone,
	"stopped_by" uuid,
	"stopped_name" text,
	"resumed_at" timestamp with time zone,
	"resumed_by" uuid,
	"resumed_name" text,
	"ended_at" timestamp with time zone,
	CONSTRAINT "rollout_belongs_to_customer" UNIQUE("id","customer_id"),
	CONSTRAINT "rollout_number_is_unique_per_customer" UNIQUE("customer_id","number"),
	CONSTRAINT "rollout_is_of_few_enough" CHECK ("app"."rollout"."device_count" between 1 and 200),
	CONSTRAINT "rollout_waves_are_small" CHECK ("app"."rollout"."wave_size" between 1 and 50),
	CONSTRAINT "rollout_of_many_devices_takes_two_people" CHECK ("app"."rollout"."device_count" <= 10 or "app"."rollout"."is_wide"),
	CONSTRAINT "rollout_digest_is_a_sha256" CHECK ("app"."rollout"."digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "rollout_is_authorised_as_a_whole" CHECK (num_nonnulls("app"."rollout"."digest", "app"."rollout"."authorised_by", "app"."rollout"."authorised_at", "app"."rollout"."runs_until") in (0, 4)),
	CONSTRAINT "rollout_runs_when_it_is_authorised" CHECK ("app"."rollout"."state" not in ('running', 'stopped') or "app"."rollout"."authorised_by" is not null),
	CONSTRAINT "rollout_is_rejected_by_somebody" CHECK (("app"."rollout"."state" = 'rejected') = ("app"."rollout"."rejected_by" is not null)),
	CONSTRAINT "rollout_is_withdrawn_by_somebody" CHECK (("app"."rollout"."state" = 'withdrawn') = ("app"."rollout"."withdrawn_by" is not null)),
	CONSTRAINT "rollout_glass_is_broken_by_whoever_authorises" CHECK (not "app"."rollout"."is_break_glass" or "app"."rollout"."authorised_by" is not null),
	CONSTRAINT "rollout_has_a_reason_where_it_takes_one" CHECK (("app"."rollout"."reason" is not null) = ("app"."rollout"."rejected_by" is not null or "app"."rollout"."is_break_glass") and ("app"."rollout"."reason" is null or "app"."rollout"."reason" ~ '\S' and length("app"."rollout"."reason") <= 500)),
	CONSTRAINT "rollout_ends_in_an_end" CHECK (("app"."rollout"."state" in ('planned', 'running', 'stopped')) = ("app"."rollout"."ended_at" is null))
);
--> statement-breakpoint
ALTER TABLE "app"."rollout" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "app"."change_of_a_device_is_one_at_a_time";--> statement-breakpoint
ALTER TABLE "app"."change" ADD COLUMN "rollout_id" uuid;--> statement-breakpoint
ALTER TABLE "app"."change" ADD COLUMN "rollout_position" integer;--> statement-breakpoint
ALTER TABLE "app"."change" ADD COLUMN "released_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "app"."change" ADD COLUMN "wave" integer;--> statement-breakpoint
ALTER TABLE "app"."site" ADD COLUMN "time_zone" text;--> statement-breakpoint
ALTER TABLE "app"."customer" ADD COLUMN "change_times" jsonb DEFAULT '{"windows":[],"freezes":[]}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."rollout" ADD CONSTRAINT "rollout_customer_id_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "app"."customer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."rollout" ADD CONSTRAINT "rollout_asked_by_person_id_fk" FOREIGN KEY ("asked_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."rollout" ADD CONSTRAINT "rollout_authorised_by_person_id_fk" FOREIGN KEY ("authorised_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."rollout" ADD CONSTRAINT "rollout_withdrawn_by_person_id_fk" FOREIGN KEY ("withdrawn_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."rollout" ADD CONSTRAINT "rollout_rejected_by_person_id_fk" FOREIGN KEY ("rejected_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."rollout" ADD CONSTRAINT "rollout_stopped_by_person_id_fk" FOREIGN KEY ("stopped_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."rollout" ADD CONSTRAINT "rollout_resumed_by_person_id_fk" FOREIGN KEY ("resumed_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rollout_by_asking" ON "app"."rollout" USING btree ("customer_id","asked_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "rollout_newest" ON "app"."rollout" USING btree ("asked_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "rollout_under_way" ON "app"."rollout" USING btree ("asked_at") WHERE "app"."rollout"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "rollout_retries" ON "app"."rollout" USING btree ("retry_of") WHERE "app"."rollout"."retry_of" is not null;--> statement-breakpoint
ALTER TABLE "app"."change" ADD CONSTRAINT "change_rollout_is_of_its_customer" FOREIGN KEY ("rollout_id","customer_id") REFERENCES "app"."rollout"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "change_has_its_place_in_a_rollout" ON "app"."change" USING btree ("rollout_id","rollout_position");--> statement-breakpoint
CREATE UNIQUE INDEX "change_of_a_rollout_is_one_of_each_device" ON "app"."change" USING btree ("rollout_id","device_id") WHERE "app"."change"."rollout_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "change_of_a_device_is_one_at_a_time" ON "app"."change" USING btree ("device_id") WHERE "app"."change"."state" = 'authorised' and "app"."change"."released_at" is not null or "app"."change"."state" = 'applying' or "app"."change"."state" = 'unknown' and "app"."change"."look_at" is not null;--> statement-breakpoint
ALTER TABLE "app"."change" ADD CONSTRAINT "change_of_a_rollout_has_its_place" CHECK (("app"."change"."rollout_id" is null) = ("app"."change"."rollout_position" is null));--> statement-breakpoint
ALTER TABLE "app"."change" ADD CONSTRAINT "change_of_a_rollout_takes_nothing_back" CHECK ("app"."change"."rollout_id" is null or "app"."change"."reverts_id" is null);--> statement-breakpoint
ALTER TABLE "app"."site" ADD CONSTRAINT "site_time_zone_is_a_line" CHECK (length("app"."site"."time_zone") between 1 and 64);--> statement-breakpoint
CREATE POLICY "rollout_read_in_reach" ON "app"."rollout" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."rollout"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "rollout_read_everything" ON "app"."rollout" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "rollout_read_for_customer" ON "app"."rollout" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."rollout"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "rollout_added_by_operators" ON "app"."rollout" AS PERMISSIVE FOR INSERT TO "routeward_person" WITH CHECK ("app"."rollout"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) in ('operator', 'admin') and "app"."rollout"."asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "rollout_added_everything" ON "app"."rollout" AS PERMISSIVE FOR INSERT TO "routeward_everything" WITH CHECK ("app"."rollout"."asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "rollout_decided_by_operators" ON "app"."rollout" AS PERMISSIVE FOR UPDATE TO "routeward_person" USING ("app"."rollout"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) in ('operator', 'admin') and "app"."rollout"."ended_at" is null) WITH CHECK ("app"."rollout"."state" = 'running' and ("app"."rollout"."authorised_by" = (select nullif(current_setting('app.person_id', true), '')::uuid) or "app"."rollout"."resumed_by" = (select nullif(current_setting('app.person_id', true), '')::uuid))
  or "app"."rollout"."state" = 'rejected' and "app"."rollout"."rejected_by" = (select nullif(current_setting('app.person_id', true), '')::uuid) or "app"."rollout"."state" = 'withdrawn' and "app"."rollout"."withdrawn_by" = (select nullif(current_setting('app.person_id', true), '')::uuid)
  or "app"."rollout"."state" = 'stopped' and "app"."rollout"."stopped_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "rollout_decided_everything" ON "app"."rollout" AS PERMISSIVE FOR UPDATE TO "routeward_everything" USING ("app"."rollout"."ended_at" is null) WITH CHECK ("app"."rollout"."state" = 'running' and ("app"."rollout"."authorised_by" = (select nullif(current_setting('app.person_id', true), '')::uuid) or "app"."rollout"."resumed_by" = (select nullif(current_setting('app.person_id', true), '')::uuid))
  or "app"."rollout"."state" = 'rejected' and "app"."rollout"."rejected_by" = (select nullif(current_setting('app.person_id', true), '')::uuid) or "app"."rollout"."state" = 'withdrawn' and "app"."rollout"."withdrawn_by" = (select nullif(current_setting('app.person_id', true), '')::uuid)
  or "app"."rollout"."state" = 'stopped' and "app"."rollout"."stopped_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "rollout_moved_by_its_work" ON "app"."rollout" AS PERMISSIVE FOR UPDATE TO "routeward_customer" USING ("app"."rollout"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid)) WITH CHECK ("app"."rollout"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid) and "app"."rollout"."state" in ('planned', 'running', 'stopped', 'done', 'expired'));--> statement-breakpoint
CREATE POLICY "rollout_found_by_jobs" ON "app"."rollout" AS PERMISSIVE FOR SELECT TO "routeward_job" USING (true);