CREATE TABLE "app"."alarm" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid,
	"kind" text NOT NULL,
	"device_id" uuid,
	"site_id" uuid,
	"covered_by" uuid,
	"since" timestamp with time zone NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	"fault_code" text,
	"device_count" integer DEFAULT 1 NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"announced_at" timestamp with time zone,
	"mailed_at" timestamp with time zone,
	"end_mailed_at" timestamp with time zone,
	"acknowledged_at" timestamp with time zone,
	"acknowledged_by" uuid,
	"acknowledged_name" text,
	"note" text,
	"ended_at" timestamp with time zone,
	"ending" text,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alarm_belongs_to_customer" UNIQUE("id","customer_id"),
	CONSTRAINT "alarm_kind_is_known" CHECK ("app"."alarm"."kind" in ('device', 'site', 'ownLink')),
	CONSTRAINT "alarm_is_of_a_device" CHECK (("app"."alarm"."kind" = 'device') = ("app"."alarm"."device_id" is not null)),
	CONSTRAINT "alarm_is_of_a_site" CHECK (("app"."alarm"."kind" = 'site') = ("app"."alarm"."site_id" is not null)),
	CONSTRAINT "alarm_of_the_own_link_is_no_customers" CHECK (("app"."alarm"."kind" = 'ownLink') = ("app"."alarm"."customer_id" is null)),
	CONSTRAINT "alarm_of_a_device_alone_is_covered" CHECK ("app"."alarm"."covered_by" is null or "app"."alarm"."kind" = 'device'),
	CONSTRAINT "alarm_ends_one_way" CHECK (("app"."alarm"."ended_at" is null) = ("app"."alarm"."ending" is null)),
	CONSTRAINT "alarm_ending_is_known" CHECK ("app"."alarm"."ending" in ('cleared', 'withdrawn')),
	CONSTRAINT "alarm_counts_from_one" CHECK ("app"."alarm"."times" >= 1 and "app"."alarm"."device_count" >= 1),
	CONSTRAINT "alarm_is_acknowledged_by_somebody" CHECK (("app"."alarm"."acknowledged_at" is null) = ("app"."alarm"."acknowledged_by" is null) and ("app"."alarm"."acknowledged_at" is null) = ("app"."alarm"."acknowledged_name" is null)),
	CONSTRAINT "alarm_note_goes_with_its_acknowledgement" CHECK ("app"."alarm"."note" is null or "app"."alarm"."acknowledged_at" is not null),
	CONSTRAINT "alarm_note_is_of_bounded_length" CHECK (length("app"."alarm"."note") between 1 and 500)
);
--> statement-breakpoint
ALTER TABLE "app"."alarm" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."alarm_mail" (
	"person_id" uuid NOT NULL,
	"of" text NOT NULL,
	"customer_id" uuid,
	CONSTRAINT "alarm_mail_is_chosen_once" UNIQUE NULLS NOT DISTINCT("person_id","of","customer_id"),
	CONSTRAINT "alarm_mail_of_is_known" CHECK ("app"."alarm_mail"."of" in ('customer', 'reach', 'ownLink')),
	CONSTRAINT "alarm_mail_names_its_customer" CHECK (("app"."alarm_mail"."of" = 'customer') = ("app"."alarm_mail"."customer_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "app"."alarm_mail" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "app"."customer" ADD COLUMN "is_alarming" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."customer" ADD COLUMN "alarm_after_minutes" smallint DEFAULT 3 NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."customer" ADD COLUMN "quiet_from" text;--> statement-breakpoint
ALTER TABLE "app"."customer" ADD COLUMN "quiet_to" text;--> statement-breakpoint
ALTER TABLE "app"."alarm" ADD CONSTRAINT "alarm_customer_id_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "app"."customer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."alarm" ADD CONSTRAINT "alarm_acknowledged_by_person_id_fk" FOREIGN KEY ("acknowledged_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."alarm" ADD CONSTRAINT "alarm_device_is_of_its_customer" FOREIGN KEY ("device_id","customer_id") REFERENCES "app"."device"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."alarm" ADD CONSTRAINT "alarm_site_is_of_its_customer" FOREIGN KEY ("site_id","customer_id") REFERENCES "app"."site"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."alarm" ADD CONSTRAINT "alarm_is_covered_within_its_customer" FOREIGN KEY ("covered_by","customer_id") REFERENCES "app"."alarm"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."alarm_mail" ADD CONSTRAINT "alarm_mail_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "app"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."alarm_mail" ADD CONSTRAINT "alarm_mail_customer_id_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "app"."customer"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alarm_open_of_a_device_is_one" ON "app"."alarm" USING btree ("device_id") WHERE "app"."alarm"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "alarm_open_of_a_site_is_one" ON "app"."alarm" USING btree ("site_id") WHERE "app"."alarm"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "alarm_open_of_the_own_link_is_one" ON "app"."alarm" USING btree ("kind") WHERE "app"."alarm"."ended_at" is null and "app"."alarm"."kind" = 'ownLink';--> statement-breakpoint
CREATE INDEX "alarm_by_end" ON "app"."alarm" USING btree ("customer_id","ended_at" DESC NULLS FIRST,"raised_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "alarm_newest_end" ON "app"."alarm" USING btree ("ended_at" DESC NULLS FIRST,"raised_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "alarm_by_device" ON "app"."alarm" USING btree ("device_id","ended_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "alarm_by_site" ON "app"."alarm" USING btree ("site_id","ended_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "alarm_by_cover" ON "app"."alarm" USING btree ("covered_by");--> statement-breakpoint
CREATE INDEX "alarm_open" ON "app"."alarm" USING btree ("customer_id") WHERE "app"."alarm"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "alarm_end_to_mail" ON "app"."alarm" USING btree ("customer_id") WHERE "app"."alarm"."ending" = 'cleared' and "app"."alarm"."mailed_at" is not null and "app"."alarm"."end_mailed_at" is null;--> statement-breakpoint
CREATE INDEX "alarm_by_change" ON "app"."alarm" USING btree ("changed_at");--> statement-breakpoint
CREATE INDEX "alarm_mail_by_customer" ON "app"."alarm_mail" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "device_status_down" ON "app"."device_status" USING btree ("customer_id","since") WHERE not "app"."device_status"."is_up";--> statement-breakpoint
ALTER TABLE "app"."customer" ADD CONSTRAINT "customer_alarms_after_an_hour_at_most" CHECK ("app"."customer"."alarm_after_minutes" between 1 and 60);--> statement-breakpoint
ALTER TABLE "app"."customer" ADD CONSTRAINT "customer_quiet_hours_begin_and_end" CHECK (("app"."customer"."quiet_from" is null) = ("app"."customer"."quiet_to" is null));--> statement-breakpoint
ALTER TABLE "app"."customer" ADD CONSTRAINT "customer_quiet_hours_end_another_time" CHECK ("app"."customer"."quiet_from" <> "app"."customer"."quiet_to");--> statement-breakpoint
ALTER TABLE "app"."customer" ADD CONSTRAINT "customer_quiet_hours_are_times_of_day" CHECK (("app"."customer"."quiet_from" || ' ' || "app"."customer"."quiet_to") ~ '^([01][0-9]|2[0-3]):[0-5][0-9] ([01][0-9]|2[0-3]):[0-5][0-9]$');--> statement-breakpoint
CREATE POLICY "site_read_for_customer" ON "app"."site" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."site"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "alarm_read_in_reach" ON "app"."alarm" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."alarm"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "alarm_read_everything" ON "app"."alarm" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "alarm_read_for_customer" ON "app"."alarm" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."alarm"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "alarm_change_by_operators" ON "app"."alarm" AS PERMISSIVE FOR UPDATE TO "routeward_person" USING ("app"."alarm"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) in ('operator', 'admin')) WITH CHECK ("app"."alarm"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) in ('operator', 'admin') and "app"."alarm"."acknowledged_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "alarm_change_everything" ON "app"."alarm" AS PERMISSIVE FOR UPDATE TO "routeward_everything" USING (true) WITH CHECK ("app"."alarm"."acknowledged_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "alarm_raised_by_work" ON "app"."alarm" AS PERMISSIVE FOR INSERT TO "routeward_customer" WITH CHECK ("app"."alarm"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "alarm_changed_by_work" ON "app"."alarm" AS PERMISSIVE FOR UPDATE TO "routeward_customer" USING ("app"."alarm"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid)) WITH CHECK ("app"."alarm"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "alarm_mail_reads_own" ON "app"."alarm_mail" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."alarm_mail"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "alarm_mail_reads_own_everything" ON "app"."alarm_mail" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING ("app"."alarm_mail"."person_id" = (select nullif(current_setting('app.person_id', true), '')::uuid));