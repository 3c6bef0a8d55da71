CREATE UNIQUE INDEX "User_email_key" ON "User" ("email");
CREATE INDEX "PracticeSession_studentId_idx" ON "PracticeSession" ("studentId");
CREATE UNIQUE INDEX "PracticeAnalysis_sessionId_key" ON "PracticeAnalysis" ("sessionId");
