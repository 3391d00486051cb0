ALTER TABLE "app"."change" ADD COLUMN "is_lockout" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."change" ADD COLUMN "overridden_by" uuid;--> statement-breakpoint
ALTER TABLE "app"."change" ADD COLUMN "overridden_name" text;--> statement-breakpoint
ALTER TABLE "app"."change" ADD COLUMN "overridden_role" text;--> statement-breakpoint
ALTER TABLE "app"."change" ADD COLUMN "overridden_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "app"."change" ADD COLUMN "override_reason" text;--> statement-breakpoint
ALTER TABLE "app"."change" ADD CONSTRAINT "change_overridden_by_person_id_fk" FOREIGN KEY ("overridden_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."change" ADD CONSTRAINT "change_is_overridden_as_a_whole" CHECK (num_nonnulls("app"."change"."overridden_by", "app"."change"."overridden_at", "app"."change"."override_reason") in (0, 3) and ("app"."change"."overridden_by" is null or "app"."change"."is_lockout") and ("app"."change"."override_reason" is null or "app"."change"."override_reason" ~ '\S' and length("app"."change"."override_reason") <= 500));--> statement-breakpoint
ALTER TABLE "app"."change" ADD CONSTRAINT "change_lockout_is_refused_or_overridden" CHECK (not "app"."change"."is_lockout" or "app"."change"."overridden_by" is not null or "app"."change"."authorised_by" is null);--> statement-breakpoint
CREATE POLICY "change_overridden_everything" ON "app"."change" AS PERMISSIVE FOR UPDATE TO "routeward_everything" USING ("app"."change"."state" = 'refused' and "app"."change"."is_lockout") WITH CHECK ("app"."change"."state" = 'previewed' and "app"."change"."overridden_by" = (select nullif(current_setting('app.person_id', true), '')::uuid));