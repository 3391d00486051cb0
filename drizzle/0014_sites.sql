CREATE TABLE "app"."site" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"name" text NOT NULL,
	"zone" text,
	"uplink_id" uuid,
	"archived_at" timestamp with time zone,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "site_belongs_to_customer" UNIQUE("id","customer_id"),
	CONSTRAINT "site_name_is_a_line" CHECK (length("app"."site"."name") between 1 and 64),
	CONSTRAINT "site_zone_is_a_line" CHECK (length("app"."site"."zone") between 1 and 64)
);
--> statement-breakpoint
ALTER TABLE "app"."site" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "app"."device" ADD COLUMN "site_id" uuid;--> statement-breakpoint
ALTER TABLE "app"."credential_set" ADD COLUMN "write_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "app"."credential_set" ADD COLUMN "test_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "app"."credential_set" ADD COLUMN "has_write" boolean GENERATED ALWAYS AS (write_sealed is not null) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."credential_set" ADD COLUMN "has_test" boolean GENERATED ALWAYS AS (test_sealed is not null) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."device_status" ADD COLUMN "other_accounts" jsonb;--> statement-breakpoint
ALTER TABLE "app"."site" ADD CONSTRAINT "site_customer_id_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "app"."customer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."site" ADD CONSTRAINT "site_uplink_is_of_its_customer" FOREIGN KEY ("uplink_id","customer_id") REFERENCES "app"."device"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "site_name_is_unique_per_customer" ON "app"."site" USING btree ("customer_id",lower("name")) WHERE "app"."site"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "site_by_uplink" ON "app"."site" USING btree ("uplink_id");--> statement-breakpoint
ALTER TABLE "app"."device" ADD CONSTRAINT "device_site_is_of_its_customer" FOREIGN KEY ("site_id","customer_id") REFERENCES "app"."site"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "device_by_site" ON "app"."device" USING btree ("site_id");--> statement-breakpoint
ALTER TABLE "app"."device_status" ADD CONSTRAINT "device_status_other_accounts_are_a_list" CHECK (jsonb_typeof("app"."device_status"."other_accounts") = 'array');--> statement-breakpoint
CREATE POLICY "site_read_in_reach" ON "app"."site" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."site"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "site_read_everything" ON "app"."site" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "site_added_by_admins" ON "app"."site" AS PERMISSIVE FOR INSERT TO "routeward_person" WITH CHECK ("app"."site"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) = 'admin');--> statement-breakpoint
CREATE POLICY "site_added_everything" ON "app"."site" AS PERMISSIVE FOR INSERT TO "routeward_everything" WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "site_change_by_admins" ON "app"."site" AS PERMISSIVE FOR UPDATE TO "routeward_person" USING ("app"."site"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) = 'admin') WITH CHECK ("app"."site"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) = 'admin');--> statement-breakpoint
CREATE POLICY "site_change_everything" ON "app"."site" AS PERMISSIVE FOR UPDATE TO "routeward_everything" USING (true) WITH CHECK (true);