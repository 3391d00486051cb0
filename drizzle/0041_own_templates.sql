CREATE TABLE "app"."template_trial" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"document" text NOT NULL,
	"values" jsonb NOT NULL,
	"router_os" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"claimed_by" text,
	"lease_until" timestamp with time zone,
	"outcome" jsonb,
	"ended_at" timestamp with time zone,
	CONSTRAINT "template_trial_is_claimed_with_a_lease" CHECK (("app"."template_trial"."claimed_by" is null) = ("app"."template_trial"."lease_until" is null)),
	CONSTRAINT "template_trial_state_is_known" CHECK ("app"."template_trial"."state" in ('waiting', 'running', 'ended')),
	CONSTRAINT "template_trial_ends_with_an_outcome" CHECK (("app"."template_trial"."state" = 'ended') = ("app"."template_trial"."outcome" is not null) and ("app"."template_trial"."state" = 'ended') = ("app"."template_trial"."ended_at" is not null)),
	CONSTRAINT "template_trial_is_bounded" CHECK (length("app"."template_trial"."document") <= 65536 and length("app"."template_trial"."values"::text) <= 32768)
);
--> statement-breakpoint
ALTER TABLE "app"."template_trial" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."template_version" (
	"template_id" text NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"document" text NOT NULL,
	"digest" text,
	"based_on" text,
	"revision" integer DEFAULT 1 NOT NULL,
	"authors" uuid[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_by" uuid,
	"changed_name" text DEFAULT '' NOT NULL,
	"submitted_at" timestamp with time zone,
	"reviewed_by" uuid,
	"reviewed_name" text,
	"reviewed_at" timestamp with time zone,
	"reason" text,
	"retired_by" uuid,
	"retired_name" text,
	"retired_at" timestamp with time zone,
	CONSTRAINT "template_version_template_id_version_pk" PRIMARY KEY("template_id","version"),
	CONSTRAINT "template_version_is_called_own" CHECK ("app"."template_version"."template_id" ~ '^own(\.[a-z][a-z0-9]*(-[a-z0-9]+)*){1,3}$' and length("app"."template_version"."template_id") <= 64),
	CONSTRAINT "template_version_counts_from_one" CHECK ("app"."template_version"."version" >= 1),
	CONSTRAINT "template_version_state_is_known" CHECK ("app"."template_version"."state" in ('draft', 'inReview', 'published', 'retired')),
	CONSTRAINT "template_version_is_bounded" CHECK (length("app"."template_version"."document") <= 65536),
	CONSTRAINT "template_version_digest_is_a_sha256" CHECK ("app"."template_version"."digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "template_version_has_a_digest_once_submitted" CHECK (("app"."template_version"."state" = 'draft') = ("app"."template_version"."digest" is null)),
	CONSTRAINT "template_version_is_reviewed_by_somebody" CHECK (("app"."template_version"."state" in ('published', 'retired')) = ("app"."template_version"."reviewed_by" is not null)),
	CONSTRAINT "template_version_reviewer_is_another" CHECK ("app"."template_version"."reviewed_by" is null or not "app"."template_version"."reviewed_by" = any ("app"."template_version"."authors")),
	CONSTRAINT "template_version_is_retired_at_a_time" CHECK (("app"."template_version"."state" = 'retired') = ("app"."template_version"."retired_at" is not null)),
	CONSTRAINT "template_version_reason_is_one" CHECK ("app"."template_version"."reason" is null or "app"."template_version"."reason" ~ '\S' and length("app"."template_version"."reason") <= 500)
);
--> statement-breakpoint
ALTER TABLE "app"."template_version" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "app"."change" ADD COLUMN "template_digest" text;--> statement-breakpoint
ALTER TABLE "app"."template_trial" ADD CONSTRAINT "template_trial_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "app"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."template_version" ADD CONSTRAINT "template_version_changed_by_person_id_fk" FOREIGN KEY ("changed_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."template_version" ADD CONSTRAINT "template_version_reviewed_by_person_id_fk" FOREIGN KEY ("reviewed_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."template_version" ADD CONSTRAINT "template_version_retired_by_person_id_fk" FOREIGN KEY ("retired_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "template_trial_by_asking" ON "app"."template_trial" USING btree ("asked_at");--> statement-breakpoint
CREATE INDEX "template_trial_of_person" ON "app"."template_trial" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "template_version_at_work_is_one" ON "app"."template_version" USING btree ("template_id") WHERE "app"."template_version"."state" in ('draft', 'inReview');--> statement-breakpoint
CREATE UNIQUE INDEX "template_version_in_force_is_one" ON "app"."template_version" USING btree ("template_id") WHERE "app"."template_version"."state" = 'published';--> statement-breakpoint
ALTER TABLE "app"."change" ADD CONSTRAINT "change_template_digest_is_a_sha256" CHECK ("app"."change"."template_digest" ~ '^[0-9a-f]{64}$');--> statement-breakpoint
CREATE POLICY "template_trial_reads_own" ON "app"."template_trial" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING ("app"."template_trial"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "template_trial_asked_for_oneself" ON "app"."template_trial" AS PERMISSIVE FOR INSERT TO "routeward_everything" WITH CHECK ("app"."template_trial"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "template_trial_found_by_job" ON "app"."template_trial" AS PERMISSIVE FOR SELECT TO "routeward_job" USING (true);--> statement-breakpoint
CREATE POLICY "template_trial_done_by_job" ON "app"."template_trial" AS PERMISSIVE FOR UPDATE TO "routeward_job" USING ("app"."template_trial"."state" <> 'ended') WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "template_trial_thrown_away" ON "app"."template_trial" AS PERMISSIVE FOR DELETE TO "routeward_job" USING ("app"."template_trial"."asked_at" < app.now() - interval '1 day');--> statement-breakpoint
CREATE POLICY "template_version_read_everything" ON "app"."template_version" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "template_version_read_once_published" ON "app"."template_version" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ((select current_setting('app.role', true)) in ('operator', 'admin') and "app"."template_version"."state" in ('published', 'retired'));--> statement-breakpoint
CREATE POLICY "template_version_read_for_customer" ON "app"."template_version" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."template_version"."state" in ('published', 'retired'));--> statement-breakpoint
CREATE POLICY "template_version_read_by_jobs" ON "app"."template_version" AS PERMISSIVE FOR SELECT TO "routeward_job" USING ("app"."template_version"."state" in ('published', 'retired'));--> statement-breakpoint
CREATE POLICY "template_version_begun_everything" ON "app"."template_version" AS PERMISSIVE FOR INSERT TO "routeward_everything" WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "template_version_moved_everything" ON "app"."template_version" AS PERMISSIVE FOR UPDATE TO "routeward_everything" USING (true) WITH CHECK (true);