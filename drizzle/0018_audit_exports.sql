CREATE TABLE "app"."audit_export" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"role" "app"."role" NOT NULL,
	"epoch" integer NOT NULL,
	"query" text NOT NULL,
	"filter" jsonb NOT NULL,
	"format" text NOT NULL,
	"request_id" text NOT NULL,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"entry_count" bigint DEFAULT 0 NOT NULL,
	"part_count" integer DEFAULT 0 NOT NULL,
	"reached_at" timestamp with time zone,
	"oldest_at" timestamp with time zone,
	"place" jsonb,
	"customer_ids" uuid[] DEFAULT '{}' NOT NULL,
	"sha256" text,
	"fault" text,
	"claimed_by" text,
	"lease_until" timestamp with time zone,
	"stop_asked_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	"key_id" uuid NOT NULL,
	"key_wrapped" "bytea" NOT NULL,
	CONSTRAINT "audit_export_is_claimed_with_a_lease" CHECK (("app"."audit_export"."claimed_by" is null) = ("app"."audit_export"."lease_until" is null)),
	CONSTRAINT "audit_export_that_is_done_has_a_hash" CHECK (("app"."audit_export"."state" = 'done') = ("app"."audit_export"."sha256" is not null))
);
--> statement-breakpoint
ALTER TABLE "app"."audit_export" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."audit_export_part" (
	"export_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"person_id" uuid NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "audit_export_part_export_id_number_pk" PRIMARY KEY("export_id","number")
);
--> statement-breakpoint
ALTER TABLE "app"."audit_export_part" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "app"."audit_export" ADD CONSTRAINT "audit_export_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "app"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."audit_export_part" ADD CONSTRAINT "audit_export_part_export_id_audit_export_id_fk" FOREIGN KEY ("export_id") REFERENCES "app"."audit_export"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_export_by_person" ON "app"."audit_export" USING btree ("person_id","asked_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_export_at_work" ON "app"."audit_export" USING btree ("asked_at") WHERE "app"."audit_export"."state" in ('waiting', 'running');--> statement-breakpoint
CREATE INDEX "audit_export_expiring" ON "app"."audit_export" USING btree ("expires_at");--> statement-breakpoint
CREATE POLICY "audit_export_reads_own" ON "app"."audit_export" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."audit_export"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "audit_export_read_own_too" ON "app"."audit_export" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING ("app"."audit_export"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "audit_export_asked_by_admins" ON "app"."audit_export" AS PERMISSIVE FOR INSERT TO "routeward_person" WITH CHECK ("app"."audit_export"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid) and (select current_setting('app.role', true)) = 'admin');--> statement-breakpoint
CREATE POLICY "audit_export_asked_everything" ON "app"."audit_export" AS PERMISSIVE FOR INSERT TO "routeward_everything" WITH CHECK ("app"."audit_export"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "audit_export_stopped" ON "app"."audit_export" AS PERMISSIVE FOR UPDATE TO "routeward_person" USING ("app"."audit_export"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid)) WITH CHECK ("app"."audit_export"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "audit_export_stopped_too" ON "app"."audit_export" AS PERMISSIVE FOR UPDATE TO "routeward_everything" USING ("app"."audit_export"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid)) WITH CHECK ("app"."audit_export"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "audit_export_found_by_job" ON "app"."audit_export" AS PERMISSIVE FOR SELECT TO "routeward_job" USING (true);--> statement-breakpoint
CREATE POLICY "audit_export_written_by_job" ON "app"."audit_export" AS PERMISSIVE FOR UPDATE TO "routeward_job" USING ("app"."audit_export"."state" in ('waiting', 'running')) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "audit_export_thrown_away" ON "app"."audit_export" AS PERMISSIVE FOR DELETE TO "routeward_job" USING ("app"."audit_export"."expires_at" <= app.now());--> statement-breakpoint
CREATE POLICY "audit_export_part_reads_own" ON "app"."audit_export_part" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."audit_export_part"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "audit_export_part_read_own_too" ON "app"."audit_export_part" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING ("app"."audit_export_part"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "audit_export_part_read_by_job" ON "app"."audit_export_part" AS PERMISSIVE FOR SELECT TO "routeward_job" USING (true);--> statement-breakpoint
CREATE POLICY "audit_export_part_written_by_job" ON "app"."audit_export_part" AS PERMISSIVE FOR INSERT TO "routeward_job" WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "audit_export_part_emptied_by_job" ON "app"."audit_export_part" AS PERMISSIVE FOR DELETE TO "routeward_job" USING (true);