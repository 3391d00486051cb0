CREATE TABLE "app"."bulk_refusal" (
	"bulk_run_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"asked_by" uuid NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "bulk_refusal_bulk_run_id_device_id_pk" PRIMARY KEY("bulk_run_id","device_id"),
	CONSTRAINT "bulk_refusal_is_a_sentence" CHECK (length("app"."bulk_refusal"."reason") between 1 and 400)
);
--> statement-breakpoint
ALTER TABLE "app"."bulk_refusal" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."bulk_run" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"action_id" text NOT NULL,
	"params" jsonb NOT NULL,
	"asked_by" uuid NOT NULL,
	"by_name" text DEFAULT '' NOT NULL,
	"by_role" text DEFAULT '' NOT NULL,
	"asked_at" timestamp with time zone DEFAULT date_trunc('milliseconds', now()) NOT NULL,
	"device_count" integer NOT NULL,
	"repeat_of" uuid,
	"attended_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "bulk_run_belongs_to_customer" UNIQUE("id","customer_id"),
	CONSTRAINT "bulk_run_is_of_few_enough" CHECK ("app"."bulk_run"."device_count" between 1 and 2000)
);
--> statement-breakpoint
ALTER TABLE "app"."bulk_run" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "app"."run" ADD COLUMN "bulk_run_id" uuid;--> statement-breakpoint
ALTER TABLE "app"."run" ADD COLUMN "summary_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "app"."bulk_refusal" ADD CONSTRAINT "bulk_refusal_asked_by_person_id_fk" FOREIGN KEY ("asked_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."bulk_refusal" ADD CONSTRAINT "bulk_refusal_is_of_its_bulk_run_and_customer" FOREIGN KEY ("bulk_run_id","customer_id") REFERENCES "app"."bulk_run"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."bulk_refusal" ADD CONSTRAINT "bulk_refusal_device_is_of_its_customer" FOREIGN KEY ("device_id","customer_id") REFERENCES "app"."device"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."bulk_run" ADD CONSTRAINT "bulk_run_customer_id_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "app"."customer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."bulk_run" ADD CONSTRAINT "bulk_run_asked_by_person_id_fk" FOREIGN KEY ("asked_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."bulk_run" ADD CONSTRAINT "bulk_run_repeats_one_of_its_customer" FOREIGN KEY ("repeat_of","customer_id") REFERENCES "app"."bulk_run"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bulk_run_by_asking" ON "app"."bulk_run" USING btree ("customer_id","asked_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "bulk_run_newest" ON "app"."bulk_run" USING btree ("asked_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "bulk_run_repeats" ON "app"."bulk_run" USING btree ("repeat_of") WHERE "app"."bulk_run"."repeat_of" is not null;--> statement-breakpoint
ALTER TABLE "app"."run" ADD CONSTRAINT "run_bulk_run_is_of_its_customer" FOREIGN KEY ("bulk_run_id","customer_id") REFERENCES "app"."bulk_run"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "run_of_a_bulk_run_is_one_a_device" ON "app"."run" USING btree ("bulk_run_id","device_id") WHERE "app"."run"."bulk_run_id" is not null;--> statement-breakpoint
CREATE POLICY "bulk_refusal_read_in_reach" ON "app"."bulk_refusal" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."bulk_refusal"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "bulk_refusal_read_everything" ON "app"."bulk_refusal" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "bulk_refusal_added_by_operators" ON "app"."bulk_refusal" AS PERMISSIVE FOR INSERT TO "routeward_person" WITH CHECK ("app"."bulk_refusal"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) in ('operator', 'admin') and "app"."bulk_refusal"."asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "bulk_refusal_added_everything" ON "app"."bulk_refusal" AS PERMISSIVE FOR INSERT TO "routeward_everything" WITH CHECK ("app"."bulk_refusal"."asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "bulk_run_read_in_reach" ON "app"."bulk_run" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."bulk_run"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "bulk_run_read_everything" ON "app"."bulk_run" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "bulk_run_read_for_customer" ON "app"."bulk_run" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."bulk_run"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "bulk_run_added_by_operators" ON "app"."bulk_run" AS PERMISSIVE FOR INSERT TO "routeward_person" WITH CHECK ("app"."bulk_run"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) in ('operator', 'admin') and "app"."bulk_run"."asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "bulk_run_added_everything" ON "app"."bulk_run" AS PERMISSIVE FOR INSERT TO "routeward_everything" WITH CHECK ("app"."bulk_run"."asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "bulk_run_found_by_dispatch" ON "app"."bulk_run" AS PERMISSIVE FOR SELECT TO "routeward_job" USING (true);--> statement-breakpoint
CREATE POLICY "bulk_run_attended_by_dispatch" ON "app"."bulk_run" AS PERMISSIVE FOR UPDATE TO "routeward_job" USING (true) WITH CHECK (true);