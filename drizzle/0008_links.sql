CREATE TABLE "app"."configuration" (
	"only_row" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"public_url" text,
	CONSTRAINT "configuration_is_one_row" CHECK ("app"."configuration"."only_row"),
	CONSTRAINT "configuration_public_url_is_an_origin" CHECK ("app"."configuration"."public_url" ~ '^https?://[^/]+$')
);
--> statement-breakpoint
ALTER TABLE "app"."configuration" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."invitation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"role" "app"."role" NOT NULL,
	"customers" uuid[] NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"made_by" uuid NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"accepted_by" uuid,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "invitation_secret_is_unique" UNIQUE("secret_hash"),
	CONSTRAINT "invitation_email_is_lower_case" CHECK ("app"."invitation"."email" = lower("app"."invitation"."email")),
	CONSTRAINT "invitation_secret_is_a_sha256" CHECK (octet_length("app"."invitation"."secret_hash") = 32),
	CONSTRAINT "invitation_is_accepted_by_somebody" CHECK (("app"."invitation"."accepted_at" is null) = ("app"."invitation"."accepted_by" is null)),
	CONSTRAINT "invitation_ends_once" CHECK ("app"."invitation"."accepted_at" is null or "app"."invitation"."revoked_at" is null)
);
--> statement-breakpoint
ALTER TABLE "app"."invitation" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."password_reset" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "password_reset_secret_is_unique" UNIQUE("secret_hash"),
	CONSTRAINT "password_reset_secret_is_a_sha256" CHECK (octet_length("app"."password_reset"."secret_hash") = 32)
);
--> statement-breakpoint
ALTER TABLE "app"."password_reset" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "app"."setup_token" (
	"only_row" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "setup_token_is_one_row" CHECK ("app"."setup_token"."only_row"),
	CONSTRAINT "setup_token_secret_is_a_sha256" CHECK (octet_length("app"."setup_token"."secret_hash") = 32)
);
--> statement-breakpoint
ALTER TABLE "app"."setup_token" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "app"."invitation" ADD CONSTRAINT "invitation_made_by_person_id_fk" FOREIGN KEY ("made_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."invitation" ADD CONSTRAINT "invitation_accepted_by_person_id_fk" FOREIGN KEY ("accepted_by") REFERENCES "app"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."password_reset" ADD CONSTRAINT "password_reset_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "app"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "invitation_newest" ON "app"."invitation" USING btree ("made_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE POLICY "customer_added_everything" ON "app"."customer" AS PERMISSIVE FOR INSERT TO "routeward_everything" WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "customer_change_everything" ON "app"."customer" AS PERMISSIVE FOR UPDATE TO "routeward_everything" USING (true) WITH CHECK (true);