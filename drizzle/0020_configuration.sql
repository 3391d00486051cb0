CREATE TABLE "app"."outgoing" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"about" text NOT NULL,
	"webhook_id" uuid,
	"sealed" "bytea",
	"body" text,
	"made_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"ended_at" timestamp with time zone,
	"outcome" text,
	"error" text,
	CONSTRAINT "outgoing_is_a_mail_or_for_a_webhook" CHECK (("app"."outgoing"."kind" = 'webhook') = ("app"."outgoing"."webhook_id" is not null)),
	CONSTRAINT "outgoing_has_a_body_for_a_webhook" CHECK (("app"."outgoing"."kind" = 'webhook') = ("app"."outgoing"."body" is not null)),
	CONSTRAINT "outgoing_mail_is_sealed_until_it_ends" CHECK (("app"."outgoing"."sealed" is not null) = ("app"."outgoing"."kind" = 'mail' and "app"."outgoing"."ended_at" is null)),
	CONSTRAINT "outgoing_ends_one_way" CHECK (("app"."outgoing"."ended_at" is null) = ("app"."outgoing"."outcome" is null))
);
--> statement-breakpoint
ALTER TABLE "app"."outgoing" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."setting" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb,
	"sealed" "bytea",
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "setting_is_plain_or_sealed" CHECK (("app"."setting"."value" is null) <> ("app"."setting"."sealed" is null)),
	CONSTRAINT "setting_has_a_short_name" CHECK (length("app"."setting"."name") between 1 and 64)
);
--> statement-breakpoint
ALTER TABLE "app"."setting" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."system_key" (
	"id" uuid PRIMARY KEY NOT NULL,
	"master_key" integer NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "system_key_counts_from_one" CHECK ("app"."system_key"."master_key" >= 1)
);
--> statement-breakpoint
ALTER TABLE "app"."system_key" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."webhook" (
	"id" uuid PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"secret_sealed" "bytea" NOT NULL,
	"events" text[] NOT NULL,
	"made_by" uuid NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "webhook_speaks_tls" CHECK ("app"."webhook"."url" ~ '^https://' and length("app"."webhook"."url") <= 2000),
	CONSTRAINT "webhook_is_told_of_something" CHECK (cardinality("app"."webhook"."events") between 1 and 100)
);
--> statement-breakpoint
ALTER TABLE "app"."webhook" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "app"."outgoing" ADD CONSTRAINT "outgoing_webhook_id_webhook_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "app"."webhook"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."webhook" ADD CONSTRAINT "webhook_made_by_person_id_fk" FOREIGN KEY ("made_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outgoing_due" ON "app"."outgoing" USING btree ("due_at") WHERE "app"."outgoing"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "outgoing_of_webhook" ON "app"."outgoing" USING btree ("webhook_id","made_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "run_oldest" ON "app"."run" USING btree ("ended_at");