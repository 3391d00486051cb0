ALTER TABLE "app"."rollout" ADD COLUMN "previewed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "app"."rollout" ADD COLUMN "is_to_be_mailed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."run" ADD COLUMN "heavy_on" uuid[];--> statement-breakpoint
CREATE INDEX "rollout_to_be_mailed" ON "app"."rollout" USING btree ("id") WHERE "app"."rollout"."is_to_be_mailed";--> statement-breakpoint
CREATE INDEX "run_heavy" ON "app"."run" USING gin ("heavy_on") WHERE "app"."run"."heavy_on" is not null;--> statement-breakpoint
ALTER TABLE "app"."run" ADD CONSTRAINT "run_that_is_heavy_is_so_on_its_device" CHECK ("app"."run"."device_id" = any ("app"."run"."heavy_on"));