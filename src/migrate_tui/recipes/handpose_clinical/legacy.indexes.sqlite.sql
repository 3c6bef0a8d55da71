-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users" ("email");
CREATE UNIQUE INDEX "sessions_token_key" ON "sessions" ("token");
CREATE INDEX "sessions_user_id_idx" ON "sessions" ("user_id");
CREATE INDEX "audit_logs_user_id_idx" ON "audit_logs" ("user_id");
CREATE INDEX "audit_logs_created_at_idx" ON "audit_logs" ("created_at");
CREATE INDEX "protocols_created_by_id_idx" ON "protocols" ("created_by_id");
CREATE INDEX "recording_sessions_patient_id_idx" ON "recording_sessions" ("patient_id");
CREATE INDEX "recording_sessions_clinician_id_idx" ON "recording_sessions" ("clinician_id");
CREATE INDEX "recording_sessions_protocol_id_idx" ON "recording_sessions" ("protocol_id");
CREATE INDEX "signal_processing_results_recording_session_id_idx" ON "signal_processing_results" ("recording_session_id");
CREATE INDEX "clinical_analyses_recording_session_id_idx" ON "clinical_analyses" ("recording_session_id");
CREATE INDEX "clinical_annotations_recording_session_id_idx" ON "clinical_annotations" ("recording_session_id");
CREATE INDEX "clinical_annotations_clinician_id_idx" ON "clinical_annotations" ("clinician_id");
CREATE INDEX "reports_recording_session_id_idx" ON "reports" ("recording_session_id");
CREATE INDEX "reports_generated_by_id_idx" ON "reports" ("generated_by_id");
CREATE INDEX "recording_comparisons_baseline_recording_id_idx" ON "recording_comparisons" ("baseline_recording_id");
CREATE INDEX "recording_comparisons_comparison_recording_id_idx" ON "recording_comparisons" ("comparison_recording_id");
CREATE INDEX "recording_comparisons_created_by_id_idx" ON "recording_comparisons" ("created_by_id");
