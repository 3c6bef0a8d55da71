-- The schema that Prisma makes for PostgreSQL once the JSON fields are Json instead of String.
-- Times are @db.Timestamptz(3): what the old database holds are instants, and a column without a zone
-- would leave their meaning to the session that reads them. updated_at has a default so that
-- rows written by hand or by a seed need not name it.

-- CreateTable
CREATE TABLE "users" (
    "id" text NOT NULL,
    "email" text NOT NULL,
    "password_hash" text NOT NULL,
    "first_name" text NOT NULL,
    "last_name" text NOT NULL,
    "role" text NOT NULL DEFAULT 'patient',
    "specialty" text,
    "license_number" text,
    "organization" text,
    "date_of_birth" text,
    "medical_record_number" text,
    "failed_login_attempts" integer NOT NULL DEFAULT 0,
    "is_active" boolean NOT NULL DEFAULT true,
    "email_verified" boolean NOT NULL DEFAULT false,
    "last_login_at" timestamptz(3),
    "created_at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" timestamptz(3),
    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" text NOT NULL,
    "token" text NOT NULL,
    "ip_address" text,
    "user_agent" text,
    "user_id" text NOT NULL,
    "expires_at" timestamptz(3) NOT NULL,
    "created_at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "audit_logs" (
    "id" text NOT NULL,
    "action" text NOT NULL,
    "resource" text NOT NULL,
    "resource_id" text,
    "ip_address" text,
    "user_agent" text,
    "details" jsonb,
    "user_id" text,
    "created_at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "audit_logs_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "audit_logs_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id")
        ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "protocols" (
    "id" text NOT NULL,
    "name" text NOT NULL,
    "description" text,
    "version" text NOT NULL DEFAULT '1.0',
    "indicated_for" text,
    "contraindications" text,
    "is_public" boolean NOT NULL DEFAULT false,
    "is_active" boolean NOT NULL DEFAULT true,
    "configuration" jsonb NOT NULL,
    "created_by_id" text NOT NULL,
    "created_at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" timestamptz(3),
    CONSTRAINT "protocols_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "protocols_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users" ("id")
        ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "recording_sessions" (
    "id" text NOT NULL,
    "duration" integer NOT NULL,
    "fps" integer NOT NULL DEFAULT 30,
    "video_path" text,
    "csv_path" text,
    "status" text NOT NULL DEFAULT 'pending',
    "review_status" text,
    "clinical_notes" text,
    "review_notes" text,
    "device_info" jsonb,
    "processing_metadata" jsonb,
    "patient_id" text NOT NULL,
    "clinician_id" text,
    "protocol_id" text,
    "recording_date" timestamptz(3) NOT NULL,
    "reviewed_at" timestamptz(3),
    "created_at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" timestamptz(3),
    CONSTRAINT "recording_sessions_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "recording_sessions_patient_id_fkey" FOREIGN KEY ("patient_id") REFERENCES "users" ("id")
        ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "recording_sessions_clinician_id_fkey" FOREIGN KEY ("clinician_id") REFERENCES "users" ("id")
        ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "recording_sessions_protocol_id_fkey" FOREIGN KEY ("protocol_id") REFERENCES "protocols" ("id")
        ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "signal_processing_results" (
    "id" text NOT NULL,
    "hand_index" integer NOT NULL,
    "landmark_index" integer,
    "raw_landmarks" jsonb NOT NULL,
    "filters_applied" jsonb NOT NULL,
    "butterworth" jsonb,
    "kalman" jsonb,
    "savitzky_golay" jsonb,
    "moving_average" jsonb,
    "exponential_smoothing" jsonb,
    "fft_filtered" jsonb,
    "wavelet_denoised" jsonb,
    "particle_filter" jsonb,
    "unscented_kalman" jsonb,
    "quality_metrics" jsonb,
    "recording_session_id" text NOT NULL,
    "created_at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "signal_processing_results_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "signal_processing_results_recording_session_id_fkey" FOREIGN KEY ("recording_session_id") REFERENCES "recording_sessions" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "clinical_analyses" (
    "id" text NOT NULL,
    "analysis_version" text NOT NULL,
    "analysis_type" text NOT NULL,
    "tremor_frequency" double precision,
    "tremor_amplitude" double precision,
    "tremor_regularity" double precision,
    "dominant_frequency" double precision,
    "sparc" double precision,
    "ldljv" double precision,
    "normalized_jerk" double precision,
    "asymmetry_index" double precision,
    "coordination_score" double precision,
    "reaction_time" double precision,
    "movement_accuracy" double precision,
    "overall_score" double precision,
    "clinical_summary" text,
    "confidence" double precision,
    "frequency_spectrum" jsonb,
    "rom_measurements" jsonb,
    "asymmetry_details" jsonb,
    "severity_scores" jsonb,
    "quality_flags" jsonb,
    "recording_session_id" text NOT NULL,
    "created_at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "clinical_analyses_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "clinical_analyses_recording_session_id_fkey" FOREIGN KEY ("recording_session_id") REFERENCES "recording_sessions" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "clinical_annotations" (
    "id" text NOT NULL,
    "timestamp_start" double precision NOT NULL,
    "timestamp_end" double precision,
    "annotation_type" text NOT NULL,
    "severity" text,
    "content" text NOT NULL,
    "recording_session_id" text NOT NULL,
    "clinician_id" text NOT NULL,
    "created_at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "clinical_annotations_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "clinical_annotations_recording_session_id_fkey" FOREIGN KEY ("recording_session_id") REFERENCES "recording_sessions" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "clinical_annotations_clinician_id_fkey" FOREIGN KEY ("clinician_id") REFERENCES "users" ("id")
        ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "reports" (
    "id" text NOT NULL,
    "title" text NOT NULL,
    "report_type" text NOT NULL,
    "format" text NOT NULL DEFAULT 'pdf',
    "file_path" text,
    "status" text NOT NULL DEFAULT 'pending',
    "configuration" jsonb,
    "shared_with" jsonb,
    "recording_session_id" text NOT NULL,
    "generated_by_id" text,
    "generated_at" timestamptz(3),
    "created_at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "reports_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "reports_recording_session_id_fkey" FOREIGN KEY ("recording_session_id") REFERENCES "recording_sessions" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "reports_generated_by_id_fkey" FOREIGN KEY ("generated_by_id") REFERENCES "users" ("id")
        ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "recording_comparisons" (
    "id" text NOT NULL,
    "comparison_type" text NOT NULL,
    "clinical_interpretation" text,
    "metric_differences" jsonb NOT NULL,
    "statistical_tests" jsonb,
    "baseline_recording_id" text NOT NULL,
    "comparison_recording_id" text NOT NULL,
    "created_by_id" text,
    "created_at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "recording_comparisons_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "recording_comparisons_baseline_recording_id_fkey" FOREIGN KEY ("baseline_recording_id") REFERENCES "recording_sessions" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "recording_comparisons_comparison_recording_id_fkey" FOREIGN KEY ("comparison_recording_id") REFERENCES "recording_sessions" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "recording_comparisons_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users" ("id")
        ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users" ("email");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_key" ON "sessions" ("token");
