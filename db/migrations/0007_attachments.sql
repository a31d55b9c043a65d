CREATE TABLE "attachment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" text,
	"response_id" bigint,
	"position" integer DEFAULT 0 NOT NULL,
	"alt" text DEFAULT '' NOT NULL,
	"caption" text DEFAULT '' NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"type" text DEFAULT '' NOT NULL,
	"bytes" bigint NOT NULL,
	"file_id" uuid,
	"poster_file_id" uuid,
	"width" integer,
	"height" integer,
	"storage_key" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"arrived_at" timestamp with time zone,
	"refused_at" timestamp with time zone,
	"problem" text,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "file" ADD COLUMN "attachment_id" uuid;--> statement-breakpoint
ALTER TABLE "file" ADD COLUMN "variant" text;--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_response_id_response_id_fk" FOREIGN KEY ("response_id") REFERENCES "public"."response"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_file_id_file_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."file"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_poster_file_id_file_id_fk" FOREIGN KEY ("poster_file_id") REFERENCES "public"."file"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachment_response" ON "attachment" USING btree ("response_id","position") WHERE response_id is not null;--> statement-breakpoint
CREATE INDEX "attachment_user" ON "attachment" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "attachment_unclaimed" ON "attachment" USING btree ("created_at") WHERE response_id is null or removed_at is not null;--> statement-breakpoint
ALTER TABLE "file" ADD CONSTRAINT "file_attachment_id_attachment_id_fk" FOREIGN KEY ("attachment_id") REFERENCES "public"."attachment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "file_attachment" ON "file" USING btree ("attachment_id") WHERE attachment_id is not null;