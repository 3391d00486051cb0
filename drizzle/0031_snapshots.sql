CREATE TABLE "app"."snapshot" (
	"id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"router_os" text NOT NULL,
	"digest" text NOT NULL,
	"text_sealed" "bytea" NOT NULL,
	"changed_rows" integer,
	CONSTRAINT "snapshot_is_seen_after_it_is_taken" CHECK ("app"."snapshot"."last_seen_at" >= "app"."snapshot"."taken_at"),
	CONSTRAINT "snapshot_digest_is_a_sha256" CHECK ("app"."snapshot"."digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "snapshot_counts_its_changes" CHECK ("app"."snapshot"."changed_rows" >= 0)
);
--> statement-breakpoint
ALTER TABLE "app"."snapshot" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "app"."snapshot" ADD CONSTRAINT "snapshot_is_of_its_customer" FOREIGN KEY ("device_id","customer_id") REFERENCES "app"."device"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "snapshot_of_device" ON "app"."snapshot" USING btree ("device_id","taken_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "snapshot_of_customer" ON "app"."snapshot" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "snapshot_oldest" ON "app"."snapshot" USING btree ("taken_at");--> statement-breakpoint
CREATE POLICY "snapshot_read_in_reach" ON "app"."snapshot" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."snapshot"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "snapshot_read_everything" ON "app"."snapshot" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "snapshot_read_for_customer" ON "app"."snapshot" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."snapshot"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "snapshot_added_by_work" ON "app"."snapshot" AS PERMISSIVE FOR INSERT TO "routeward_customer" WITH CHECK ("app"."snapshot"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "snapshot_changed_by_work" ON "app"."snapshot" AS PERMISSIVE FOR UPDATE TO "routeward_customer" USING ("app"."snapshot"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid)) WITH CHECK ("app"."snapshot"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));