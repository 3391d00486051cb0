CREATE TABLE "app"."key_rotation" (
	"key" text PRIMARY KEY NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"asked_by" uuid,
	"turned_at" timestamp with time zone,
	"place" jsonb,
	"walked_at" timestamp with time zone,
	"done" bigint DEFAULT 0 NOT NULL,
	"ended_at" timestamp with time zone,
	"fault" text
);
--> statement-breakpoint
ALTER TABLE "app"."key_rotation" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "app"."audit_export" ADD COLUMN "key_master" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."customer" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "app"."customer" ADD COLUMN "erased_counts" jsonb;--> statement-breakpoint
ALTER TABLE "app"."customer" ADD COLUMN "erasure_ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "app"."key_rotation" ADD CONSTRAINT "key_rotation_asked_by_person_id_fk" FOREIGN KEY ("asked_by") REFERENCES "app"."person"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "run_of_customer" ON "app"."run" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "run_rows_of_customer" ON "app"."run_rows" USING btree ("customer_id","run_id","first_row");--> statement-breakpoint
ALTER TABLE "app"."customer" ADD CONSTRAINT "customer_is_archived_before_it_is_erased" CHECK ("app"."customer"."erased_at" is null or "app"."customer"."archived_at" is not null);--> statement-breakpoint
CREATE POLICY "lookup_answer_read_for_customer" ON "app"."lookup_answer" AS PERMISSIVE FOR SELECT TO "routeward_customer" USING ("app"."lookup_answer"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "lookup_answer_sealed_anew_by_work" ON "app"."lookup_answer" AS PERMISSIVE FOR UPDATE TO "routeward_customer" USING ("app"."lookup_answer"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid)) WITH CHECK ("app"."lookup_answer"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "run_rows_sealed_anew_by_work" ON "app"."run_rows" AS PERMISSIVE FOR UPDATE TO "routeward_customer" USING ("app"."run_rows"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid)) WITH CHECK ("app"."run_rows"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "credential_set_sealed_anew_by_work" ON "app"."credential_set" AS PERMISSIVE FOR UPDATE TO "routeward_customer" USING ("app"."credential_set"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid)) WITH CHECK ("app"."credential_set"."customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));