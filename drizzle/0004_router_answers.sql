CREATE TABLE "app"."credential_set" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"name" text NOT NULL,
	"read_sealed" "bytea" NOT NULL,
	CONSTRAINT "credential_set_name_is_unique_per_customer" UNIQUE("customer_id","name"),
	CONSTRAINT "credential_set_belongs_to_customer" UNIQUE("id","customer_id")
);
--> statement-breakpoint
ALTER TABLE "app"."credential_set" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."data_key" (
	"id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"master_key" integer NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "data_key_counts_from_one" CHECK ("app"."data_key"."master_key" >= 1)
);
--> statement-breakpoint
ALTER TABLE "app"."data_key" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."device_hour" (
	"device_id" uuid NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"customer_id" uuid NOT NULL,
	"round_trip_ms" real[] NOT NULL,
	CONSTRAINT "device_hour_device_id_hour_pk" PRIMARY KEY("device_id","hour"),
	CONSTRAINT "device_hour_has_sixty_minutes" CHECK (cardinality("app"."device_hour"."round_trip_ms") = 60)
);
--> statement-breakpoint
ALTER TABLE "app"."device_hour" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."device_status" (
	"device_id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"is_up" boolean NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"tried_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"fault_code" text,
	"identity" text,
	"model" text,
	"version" text,
	"cpu_percent" integer,
	"uptime_seconds" double precision,
	"round_trip_ms" real,
	CONSTRAINT "device_status_down_says_why" CHECK ("app"."device_status"."is_up" = ("app"."device_status"."fault_code" is null))
);
--> statement-breakpoint
ALTER TABLE "app"."device_status" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "app"."device" ADD COLUMN "transport" text DEFAULT 'tls' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."device" ADD COLUMN "pin" text;--> statement-breakpoint
ALTER TABLE "app"."device" ADD COLUMN "is_pre_643" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."device" ADD COLUMN "code_page" text;--> statement-breakpoint
ALTER TABLE "app"."device" ADD COLUMN "credential_set_id" uuid;--> statement-breakpoint
ALTER TABLE "app"."customer" ADD COLUMN "is_probed" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."run" ADD COLUMN "by_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."run" ADD COLUMN "by_role" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."run" ADD COLUMN "started_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "app"."run" ADD COLUMN "sent" text[];--> statement-breakpoint
ALTER TABLE "app"."run" ADD COLUMN "row_count" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."run" ADD COLUMN "is_truncated" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."run" ADD COLUMN "fault_code" text;--> statement-breakpoint
ALTER TABLE "app"."run" ADD COLUMN "fault_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "app"."run" ADD COLUMN "stop_asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "app"."run" ADD COLUMN "stop_asked_by" uuid;--> statement-breakpoint
ALTER TABLE "app"."credential_set" ADD CONSTRAINT "credential_set_customer_id_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "app"."customer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."data_key" ADD CONSTRAINT "data_key_customer_id_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "app"."customer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."device_hour" ADD CONSTRAINT "device_hour_is_of_its_customer" FOREIGN KEY ("device_id","customer_id") REFERENCES "app"."device"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."device_status" ADD CONSTRAINT "device_status_is_of_its_customer" FOREIGN KEY ("device_id","customer_id") REFERENCES "app"."device"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "data_key_newest" ON "app"."data_key" USING btree ("customer_id","made_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "device_status_by_customer" ON "app"."device_status" USING btree ("customer_id");--> statement-breakpoint
ALTER TABLE "app"."device" ADD CONSTRAINT "device_credential_set_is_of_its_customer" FOREIGN KEY ("credential_set_id","customer_id") REFERENCES "app"."credential_set"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."run" ADD CONSTRAINT "run_stop_asked_by_person_id_fk" FOREIGN KEY ("stop_asked_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "run_waiting" ON "app"."run" USING btree ("intended_at") WHERE "app"."run"."state" = 'intended';--> statement-breakpoint
ALTER TABLE "app"."device" ADD CONSTRAINT "device_pin_is_a_fingerprint" CHECK ("app"."device"."pin" ~ '^[0-9a-f]{64}$');--> statement-breakpoint
ALTER TABLE "app"."device" ADD CONSTRAINT "device_transport_is_known" CHECK ("app"."device"."transport" in ('tls', 'plain'));--> statement-breakpoint
ALTER TABLE "app"."run" ADD CONSTRAINT "run_stop_is_asked_by_somebody" CHECK (("app"."run"."stop_asked_at" is null) = ("app"."run"."stop_asked_by" is null));--> statement-breakpoint
CREATE POLICY "customer_found_for_probing" ON "app"."customer" AS PERMISSIVE FOR SELECT TO "routeward_job" USING (true);--> statement-breakpoint
CREATE POLICY "run_added_by_operators" ON "app"."run" AS PERMISSIVE FOR INSERT TO "routeward_person" WITH CHECK ("app"."run"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) in ('operator', 'admin') and "app"."run"."intended_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "run_added_everything" ON "app"."run" AS PERMISSIVE FOR INSERT TO "routeward_everything" WITH CHECK ("app"."run"."intended_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "run_change_by_operators" ON "app"."run" AS PERMISSIVE FOR UPDATE TO "routeward_person" USING ("app"."run"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) in ('operator', 'admin')) WITH CHECK ("app"."run"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) in ('operator', 'admin') and "app"."run"."stop_asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "run_change_everything" ON "app"."run" AS PERMISSIVE FOR UPDATE TO "routeward_everything" USING (true) WITH CHECK ("app"."run"."stop_asked_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "credential_set_read_by_work" ON "app"."credential_set" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."credential_set"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "data_key_read_in_reach" ON "app"."data_key" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."data_key"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "data_key_read_everything" ON "app"."data_key" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "data_key_read_for_customer" ON "app"."data_key" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."data_key"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "data_key_made_by_work" ON "app"."data_key" AS PERMISSIVE FOR INSERT TO "routeward_customer" WITH CHECK ("app"."data_key"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "device_hour_read_in_reach" ON "app"."device_hour" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."device_hour"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "device_hour_read_everything" ON "app"."device_hour" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "device_hour_read_for_customer" ON "app"."device_hour" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."device_hour"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "device_hour_added_by_work" ON "app"."device_hour" AS PERMISSIVE FOR INSERT TO "routeward_customer" WITH CHECK ("app"."device_hour"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "device_hour_changed_by_work" ON "app"."device_hour" AS PERMISSIVE FOR UPDATE TO "routeward_customer" USING ("app"."device_hour"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid)) WITH CHECK ("app"."device_hour"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "device_hour_found_by_purge" ON "app"."device_hour" AS PERMISSIVE FOR SELECT TO "routeward_job" USING (true);--> statement-breakpoint
CREATE POLICY "device_hour_ended_by_purge" ON "app"."device_hour" AS PERMISSIVE FOR DELETE TO "routeward_job" USING ("app"."device_hour"."hour" < app.now() - interval '25 hours');--> statement-breakpoint
CREATE POLICY "device_status_read_in_reach" ON "app"."device_status" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."device_status"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "device_status_read_everything" ON "app"."device_status" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "device_status_read_for_customer" ON "app"."device_status" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."device_status"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "device_status_added_by_work" ON "app"."device_status" AS PERMISSIVE FOR INSERT TO "routeward_customer" WITH CHECK ("app"."device_status"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "device_status_changed_by_work" ON "app"."device_status" AS PERMISSIVE FOR UPDATE TO "routeward_customer" USING ("app"."device_status"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid)) WITH CHECK ("app"."device_status"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
ALTER POLICY "run_ended_by_sweep" ON "app"."run" TO routeward_job USING ("app"."run"."state" in ('intended', 'running')) WITH CHECK (true);