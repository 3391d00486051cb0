CREATE TABLE "app"."lookup" (
	"id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"asked_by" uuid NOT NULL,
	"asked_at" timestamp with time zone DEFAULT date_trunc('milliseconds', now()) NOT NULL,
	"kind" text NOT NULL,
	"subject_sealed" "bytea" NOT NULL,
	"state" text DEFAULT 'intended' NOT NULL,
	"device_count" integer,
	"claimed_by" text,
	"lease_until" timestamp with time zone,
	"stop_asked_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "lookup_id_customer_id_pk" PRIMARY KEY("id","customer_id"),
	CONSTRAINT "lookup_kind_is_known" CHECK ("app"."lookup"."kind" in ('mac', 'ip', 'vlan', 'name')),
	CONSTRAINT "lookup_state_is_known" CHECK ("app"."lookup"."state" in ('intended', 'running', 'done', 'stopped', 'interrupted')),
	CONSTRAINT "lookup_is_claimed_with_a_lease" CHECK (("app"."lookup"."claimed_by" is null) = ("app"."lookup"."lease_until" is null)),
	CONSTRAINT "lookup_ends_in_an_end" CHECK (("app"."lookup"."state" in ('intended', 'running')) = ("app"."lookup"."ended_at" is null))
);
--> statement-breakpoint
ALTER TABLE "app"."lookup" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."lookup_answer" (
	"lookup_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"fault_code" text,
	"hit_count" integer NOT NULL,
	"hits_sealed" "bytea",
	"took_ms" integer NOT NULL,
	CONSTRAINT "lookup_answer_lookup_id_device_id_pk" PRIMARY KEY("lookup_id","device_id"),
	CONSTRAINT "lookup_answer_has_hits" CHECK (("app"."lookup_answer"."hit_count" = 0) = ("app"."lookup_answer"."hits_sealed" is null))
);
--> statement-breakpoint
ALTER TABLE "app"."lookup_answer" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "app"."lookup" ADD CONSTRAINT "lookup_customer_id_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "app"."customer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."lookup" ADD CONSTRAINT "lookup_asked_by_person_id_fk" FOREIGN KEY ("asked_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."lookup_answer" ADD CONSTRAINT "lookup_answer_is_of_its_lookup_and_customer" FOREIGN KEY ("lookup_id","customer_id") REFERENCES "app"."lookup"("id","customer_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."lookup_answer" ADD CONSTRAINT "lookup_answer_device_is_of_its_customer" FOREIGN KEY ("device_id","customer_id") REFERENCES "app"."device"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "lookup_by_asker" ON "app"."lookup" USING btree ("asked_by","asked_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "lookup_under_way" ON "app"."lookup" USING btree ("asked_at") WHERE "app"."lookup"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "lookup_oldest" ON "app"."lookup" USING btree ("asked_at");--> statement-breakpoint
CREATE POLICY "lookup_read_by_asker" ON "app"."lookup" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."lookup"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and "app"."lookup"."asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "lookup_read_everything_by_asker" ON "app"."lookup" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING ("app"."lookup"."asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "lookup_added_by_operators" ON "app"."lookup" AS PERMISSIVE FOR INSERT TO "routeward_person" WITH CHECK ("app"."lookup"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) in ('operator', 'admin') and "app"."lookup"."asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "lookup_added_everything" ON "app"."lookup" AS PERMISSIVE FOR INSERT TO "routeward_everything" WITH CHECK ("app"."lookup"."asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "lookup_stopped_by_asker" ON "app"."lookup" AS PERMISSIVE FOR UPDATE TO "routeward_person" USING ("app"."lookup"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and "app"."lookup"."asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid)) WITH CHECK ("app"."lookup"."asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "lookup_stopped_everything" ON "app"."lookup" AS PERMISSIVE FOR UPDATE TO "routeward_everything" USING ("app"."lookup"."asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid)) WITH CHECK ("app"."lookup"."asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "lookup_read_for_customer" ON "app"."lookup" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."lookup"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "lookup_changed_by_its_work" ON "app"."lookup" AS PERMISSIVE FOR UPDATE TO "routeward_customer" USING ("app"."lookup"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid)) WITH CHECK ("app"."lookup"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "lookup_found_by_jobs" ON "app"."lookup" AS PERMISSIVE FOR SELECT TO "routeward_job" USING (true);--> statement-breakpoint
CREATE POLICY "lookup_ended_by_sweep" ON "app"."lookup" AS PERMISSIVE FOR UPDATE TO "routeward_job" USING ("app"."lookup"."ended_at" is null) WITH CHECK ("app"."lookup"."state" = 'interrupted');--> statement-breakpoint
CREATE POLICY "lookup_ended_by_purge" ON "app"."lookup" AS PERMISSIVE FOR DELETE TO "routeward_job" USING ("app"."lookup"."asked_at" < app.now() - interval '1 day');--> statement-breakpoint
CREATE POLICY "lookup_answer_read_in_reach" ON "app"."lookup_answer" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."lookup_answer"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and exists (select from app.lookup l where l.id = "app"."lookup_answer"."lookup_id" and l.customer_id = "app"."lookup_answer"."customer_id"));--> statement-breakpoint
CREATE POLICY "lookup_answer_read_everything" ON "app"."lookup_answer" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (exists (select from app.lookup l where l.id = "app"."lookup_answer"."lookup_id" and l.customer_id = "app"."lookup_answer"."customer_id"));--> statement-breakpoint
CREATE POLICY "lookup_answer_added_by_work" ON "app"."lookup_answer" AS PERMISSIVE FOR INSERT TO "routeward_customer" WITH CHECK ("app"."lookup_answer"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));