-- What a careful person writes by hand for unified-workshop: one transaction, the same survivor
-- rules, no dry run, no undo, no ledger, no rejects, no second run. For clean tokens and addresses.
begin;

insert into students (student_id, student_email, student_name, github_username, created_at, updated_at)
select md5('student' || email)::uuid, email,
  (array_agg(student_name order by length(student_name) desc, updated_at desc)
    filter (where student_name is not null))[1],
  (array_agg(github_username order by updated_at desc)
    filter (where github_username is not null))[1],
  min(created_at), max(updated_at)
from (
  select lower(trim(student_email)) as email, student_name, github_username, created_at, updated_at
  from workshop_students
  union all
  select lower(trim(student_email)), student_name, github_username, created_at, updated_at
  from student_configs) u
where email <> ''
group by email;

insert into sessions (session_token, student_id, selected_phone_number, selected_voice, tts_provider, call_direction, use_case_description, openai_api_key, system_prompt, ivr_greeting, tools, voice_settings, websocket_url, codespace_url, github_repo_url, railway_url,
  demo_mode, twilio_connected, openai_connected, call_direction_chosen, services_ready, step4_code_validated, step4_committed, step4_deployed, step5_code_validated, step5_committed, step5_deployed, step6_code_validated, step6_committed, step6_deployed, system_prompt_saved, step7_committed, step7_deployed, tools_configured, step8_code_validated, step8_committed, step8_deployed, project_deployed,
  current_step, completion_rate, total_time_spent, exercises, created_at, updated_at)
select m.session_token, st.student_id, m.selected_phone_number, m.selected_voice, m.tts_provider, m.call_direction, m.use_case_description, m.openai_api_key, m.system_prompt, m.ivr_greeting, m.tools, m.voice_settings, m.websocket_url, m.codespace_url, m.github_repo_url, m.railway_url,
  m.demo_mode, m.twilio_connected, m.openai_connected, m.call_direction_chosen, m.services_ready, m.step4_code_validated, m.step4_committed, m.step4_deployed, m.step5_code_validated, m.step5_committed, m.step5_deployed, m.step6_code_validated, m.step6_committed, m.step6_deployed, m.system_prompt_saved, m.step7_committed, m.step7_deployed, m.tools_configured, m.step8_code_validated, m.step8_committed, m.step8_deployed, m.project_deployed,
  greatest(m.current_step, case
    when m.project_deployed then 9
    when m.step8_code_validated or m.step8_committed or m.step8_deployed then 8
    when m.system_prompt_saved or m.step7_committed or m.step7_deployed or m.tools_configured then 7
    when m.step6_code_validated or m.step6_committed or m.step6_deployed then 6
    when m.step5_code_validated or m.step5_committed or m.step5_deployed then 5
    when m.step4_code_validated or m.step4_committed or m.step4_deployed then 4
    when m.services_ready then 3
    when m.call_direction_chosen then 2
    when m.twilio_connected or m.openai_connected then 1
    else 0 end),
  round(100.0 * (m.twilio_connected::integer + m.openai_connected::integer + m.call_direction_chosen::integer + m.services_ready::integer + m.step4_code_validated::integer + m.step4_committed::integer + m.step4_deployed::integer + m.step5_code_validated::integer + m.step5_committed::integer + m.step5_deployed::integer + m.step6_code_validated::integer + m.step6_committed::integer + m.step6_deployed::integer + m.system_prompt_saved::integer + m.step7_committed::integer + m.step7_deployed::integer + m.tools_configured::integer + m.step8_code_validated::integer + m.step8_committed::integer + m.step8_deployed::integer + m.project_deployed::integer) / 21),
  m.total_time_spent, m.exercises, m.created_at, m.updated_at
from (
  select coalesce(w.session_token, c.session_token) as session_token,
    case when w.updated_at >= c.updated_at then coalesce(w.student_email, c.student_email)
      else coalesce(c.student_email, w.student_email) end as student_email,
    case when w.updated_at >= c.updated_at then coalesce(w.selected_phone_number, c.selected_phone_number)
      else coalesce(c.selected_phone_number, w.selected_phone_number) end as selected_phone_number,
    c.selected_voice,
    c.tts_provider,
    c.call_direction,
    c.use_case_description,
    case when w.updated_at >= c.updated_at then coalesce(w.openai_api_key, c.openai_api_key)
      else coalesce(c.openai_api_key, w.openai_api_key) end as openai_api_key,
    c.system_prompt,
    c.ivr_greeting,
    c.tools,
    c.voice_settings,
    c.websocket_url,
    case when w.updated_at >= c.updated_at then coalesce(w.codespace_url, c.codespace_url)
      else coalesce(c.codespace_url, w.codespace_url) end as codespace_url,
    c.github_repo_url,
    c.railway_url,
    coalesce(w.demo_mode, false) as demo_mode,
    coalesce(c.twilio_connected, false)
      or coalesce(lower(w.exercises->>'twilio_connected') in ('true', 't', 'yes', '1'), false) as twilio_connected,
    coalesce(c.openai_connected, false)
      or coalesce(lower(w.exercises->>'openai_connected') in ('true', 't', 'yes', '1'), false) as openai_connected,
    coalesce(c.call_direction_chosen, false)
      or coalesce(lower(w.exercises->>'call_direction_chosen') in ('true', 't', 'yes', '1'), false) as call_direction_chosen,
    coalesce(c.services_ready, false)
      or coalesce(lower(w.exercises->>'services_ready') in ('true', 't', 'yes', '1'), false) as services_ready,
    coalesce(c.step4_code_validated, false)
      or coalesce(lower(w.exercises->>'step4_code_validated') in ('true', 't', 'yes', '1'), false) as step4_code_validated,
    coalesce(c.step4_committed, false)
      or coalesce(lower(w.exercises->>'step4_committed') in ('true', 't', 'yes', '1'), false) as step4_committed,
    coalesce(c.step4_deployed, false)
      or coalesce(lower(w.exercises->>'step4_deployed') in ('true', 't', 'yes', '1'), false) as step4_deployed,
    coalesce(c.step5_code_validated, false)
      or coalesce(lower(w.exercises->>'step5_code_validated') in ('true', 't', 'yes', '1'), false) as step5_code_validated,
    coalesce(c.step5_committed, false)
      or coalesce(lower(w.exercises->>'step5_committed') in ('true', 't', 'yes', '1'), false) as step5_committed,
    coalesce(c.step5_deployed, false)
      or coalesce(lower(w.exercises->>'step5_deployed') in ('true', 't', 'yes', '1'), false) as step5_deployed,
    coalesce(c.step6_code_validated, false)
      or coalesce(lower(w.exercises->>'step6_code_validated') in ('true', 't', 'yes', '1'), false) as step6_code_validated,
    coalesce(c.step6_committed, false)
      or coalesce(lower(w.exercises->>'step6_committed') in ('true', 't', 'yes', '1'), false) as step6_committed,
    coalesce(c.step6_deployed, false)
      or coalesce(lower(w.exercises->>'step6_deployed') in ('true', 't', 'yes', '1'), false) as step6_deployed,
    coalesce(c.system_prompt_saved, false)
      or coalesce(lower(w.exercises->>'system_prompt_saved') in ('true', 't', 'yes', '1'), false) as system_prompt_saved,
    coalesce(c.step7_committed, false)
      or coalesce(lower(w.exercises->>'step7_committed') in ('true', 't', 'yes', '1'), false) as step7_committed,
    coalesce(c.step7_deployed, false)
      or coalesce(lower(w.exercises->>'step7_deployed') in ('true', 't', 'yes', '1'), false) as step7_deployed,
    coalesce(c.tools_configured, false)
      or coalesce(lower(w.exercises->>'tools_configured') in ('true', 't', 'yes', '1'), false) as tools_configured,
    coalesce(c.step8_code_validated, false)
      or coalesce(lower(w.exercises->>'step8_code_validated') in ('true', 't', 'yes', '1'), false) as step8_code_validated,
    coalesce(c.step8_committed, false)
      or coalesce(lower(w.exercises->>'step8_committed') in ('true', 't', 'yes', '1'), false) as step8_committed,
    coalesce(c.step8_deployed, false)
      or coalesce(lower(w.exercises->>'step8_deployed') in ('true', 't', 'yes', '1'), false) as step8_deployed,
    coalesce(c.project_deployed, false)
      or coalesce(lower(w.exercises->>'project_deployed') in ('true', 't', 'yes', '1'), false) as project_deployed,
    coalesce(greatest(w.current_step, c.current_step), 0) as current_step,
    coalesce(greatest(w.total_time_spent, c.total_time_spent), 0) as total_time_spent,
    w.exercises,
    least(w.created_at, c.created_at) as created_at,
    greatest(w.updated_at, c.updated_at) as updated_at
  from workshop_students w
  full join student_configs c on c.session_token = w.session_token) m
join students st on st.student_email = lower(trim(m.student_email))
where m.session_token <> '';

insert into step_progress (session_token, step_number, part, completed, completed_at)
select s.session_token, p.step, p.part, true, s.updated_at
from sessions s
cross join lateral (values
  (1, 'twilio_connected', s.twilio_connected),
  (1, 'openai_connected', s.openai_connected),
  (2, 'call_direction_chosen', s.call_direction_chosen),
  (3, 'services_ready', s.services_ready),
  (4, 'code_validated', s.step4_code_validated),
  (4, 'committed', s.step4_committed),
  (4, 'deployed', s.step4_deployed),
  (5, 'code_validated', s.step5_code_validated),
  (5, 'committed', s.step5_committed),
  (5, 'deployed', s.step5_deployed),
  (6, 'code_validated', s.step6_code_validated),
  (6, 'committed', s.step6_committed),
  (6, 'deployed', s.step6_deployed),
  (7, 'system_prompt_saved', s.system_prompt_saved),
  (7, 'committed', s.step7_committed),
  (7, 'deployed', s.step7_deployed),
  (7, 'tools_configured', s.tools_configured),
  (8, 'code_validated', s.step8_code_validated),
  (8, 'committed', s.step8_committed),
  (8, 'deployed', s.step8_deployed),
  (9, 'project_deployed', s.project_deployed)) as p (step, part, done)
where p.done;

insert into events (event_id, session_token, event_type, event_data, created_at)
select md5('event' || source || session_token)::uuid, session_token, 'migrated',
  jsonb_build_object('from', source, 'email', student_email), updated_at
from (
  select 'workshop_students' as source, session_token, student_email, updated_at from workshop_students
  union all
  select 'student_configs', session_token, student_email, updated_at from student_configs) u
where session_token <> '';

commit;
