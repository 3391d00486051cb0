CREATE TYPE "app"."step_kind" AS ENUM('opened', 'deviceAdded', 'run', 'note', 'renamed', 'handedOver', 'closed', 'reopened');--> statement-breakpoint
CREATE TABLE "app"."session_device" (
	"session_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"name" text NOT NULL,
	"address" text NOT NULL,
	"port" integer NOT NULL,
	"transport" text NOT NULL,
	"model" text,
	"version" text,
	CONSTRAINT "session_device_session_id_device_id_pk" PRIMARY KEY("session_id","device_id")
);
--> statement-breakpoint
ALTER TABLE "app"."session_device" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."session_step" (
	"session_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"customer_id" uuid NOT NULL,
	"kind" "app"."step_kind" NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"by_id" uuid NOT NULL,
	"by_name" text DEFAULT '' NOT NULL,
	"by_role" text DEFAULT '' NOT NULL,
	"from_address" text NOT NULL,
	"text" text,
	"device_id" uuid,
	"run_id" uuid,
	"to_id" uuid,
	"to_name" text,
	CONSTRAINT "session_step_session_id_number_pk" PRIMARY KEY("session_id","number"),
	CONSTRAINT "session_step_tells_of_a_run_once" UNIQUE("run_id"),
	CONSTRAINT "session_step_counts_from_one" CHECK ("app"."session_step"."number" >= 1),
	CONSTRAINT "session_step_has_its_words" CHECK (case "app"."session_step"."kind"
      when 'deviceAdded' then "app"."session_step"."text" is null
      when 'run' then "app"."session_step"."text" is null
      when 'handedOver' then true
      else "app"."session_step"."text" is not null end),
	CONSTRAINT "session_step_is_of_bounded_length" CHECK (length("app"."session_step"."text") between 1 and 4000),
	CONSTRAINT "session_step_names_its_device" CHECK (("app"."session_step"."kind" in ('deviceAdded', 'run')) = ("app"."session_step"."device_id" is not null)),
	CONSTRAINT "session_step_names_its_run" CHECK (("app"."session_step"."kind" = 'run') = ("app"."session_step"."run_id" is not null)),
	CONSTRAINT "session_step_names_who_takes_over" CHECK (("app"."session_step"."kind" = 'handedOver') = ("app"."session_step"."to_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "app"."session_step" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "app"."run" DROP CONSTRAINT "run_session_is_of_its_customer";
--> statement-breakpoint
DROP INDEX "app"."session_by_opening";--> statement-breakpoint
ALTER TABLE "app"."run" ALTER COLUMN "intended_at" SET DEFAULT date_trunc('milliseconds', now());--> statement-breakpoint
ALTER TABLE "app"."session" ADD COLUMN "number" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."session" ADD COLUMN "title" text NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."session" ADD COLUMN "by_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."session" ADD COLUMN "by_role" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."session" ADD COLUMN "holder_id" uuid;--> statement-breakpoint
ALTER TABLE "app"."session" ADD COLUMN "holder_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."session" ADD COLUMN "step_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."session" ADD COLUMN "run_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."session_device" ADD CONSTRAINT "session_device_is_of_its_session_and_customer" FOREIGN KEY ("session_id","customer_id") REFERENCES "app"."session"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."session_device" ADD CONSTRAINT "session_device_is_of_its_customer" FOREIGN KEY ("device_id","customer_id") REFERENCES "app"."device"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."session_step" ADD CONSTRAINT "session_step_by_id_person_id_fk" FOREIGN KEY ("by_id") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."session_step" ADD CONSTRAINT "session_step_to_id_person_id_fk" FOREIGN KEY ("to_id") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."session_step" ADD CONSTRAINT "session_step_is_of_its_session_and_customer" FOREIGN KEY ("session_id","customer_id") REFERENCES "app"."session"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."session_step" ADD CONSTRAINT "session_step_device_is_of_its_customer" FOREIGN KEY ("device_id","customer_id") REFERENCES "app"."device"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."session_step" ADD CONSTRAINT "session_step_run_is_of_its_customer" FOREIGN KEY ("run_id","customer_id") REFERENCES "app"."run"("id","customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "session_device_by_device" ON "app"."session_device" USING btree ("customer_id","device_id");--> statement-breakpoint
ALTER TABLE "app"."session" ADD CONSTRAINT "session_holder_id_person_id_fk" FOREIGN KEY ("holder_id") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "session_newest" ON "app"."session" USING btree ("opened_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "session_open" ON "app"."session" USING btree ("customer_id") WHERE "app"."session"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "session_by_opening" ON "app"."session" USING btree ("customer_id","opened_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
ALTER TABLE "app"."run" DROP COLUMN "session_id";--> statement-breakpoint
ALTER TABLE "app"."session" DROP COLUMN "symptom";--> statement-breakpoint
ALTER TABLE "app"."session" ADD CONSTRAINT "session_number_is_unique_per_customer" UNIQUE("customer_id","number");--> statement-breakpoint
ALTER TABLE "app"."session" ADD CONSTRAINT "session_title_is_a_line" CHECK (length("app"."session"."title") between 1 and 120);--> statement-breakpoint
DROP POLICY "session_read_for_customer" ON "app"."session" CASCADE;--> statement-breakpoint
CREATE POLICY "session_added_by_operators" ON "app"."session" AS PERMISSIVE FOR INSERT TO "routeward_person" WITH CHECK ("app"."session"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) in ('operator', 'admin') and "app"."session"."opened_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "session_added_everything" ON "app"."session" AS PERMISSIVE FOR INSERT TO "routeward_everything" WITH CHECK ("app"."session"."opened_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "session_device_read_in_reach" ON "app"."session_device" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."session_device"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "session_device_read_everything" ON "app"."session_device" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "session_step_read_in_reach" ON "app"."session_step" AS PERMISSIVE FOR SELECT TO "routeward_person" USING ("app"."session_step"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "session_step_read_everything" ON "app"."session_step" AS PERMISSIVE FOR SELECT TO "routeward_everything" USING (true);--> statement-breakpoint
CREATE POLICY "session_step_added_by_operators" ON "app"."session_step" AS PERMISSIVE FOR INSERT TO "routeward_person" WITH CHECK ("app"."session_step"."customer_id" = any (array(select m.customer_id from app.membership m where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))) and (select current_setting('app.role', true)) in ('operator', 'admin') and "app"."session_step"."by_id" = (select nullif(current_setting('app.person_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "session_step_added_everything" ON "app"."session_step" AS PERMISSIVE FOR INSERT TO "routeward_everything" WITH CHECK ("app"."session_step"."by_id" = (select nullif(current_setting('app.person_id', true), '')::uuid));