// Short names for what api/openapi.yaml describes; `npm run types` makes #schema from it.
import type { components } from '#schema';

type Schemas = components['schemas'];

export type Account = Schemas['Account'];
export type AuditCheck = Schemas['AuditCheck'];
export type AuditEvent = Schemas['AuditEvent'];
export type Box = Schemas['Box'];
export type CheckedMaterial = Schemas['CheckedMaterial'];
export type Contest = Schemas['Contest'];
export type Counts = Schemas['Counts'];
export type Eligibility = Schemas['Eligibility'];
export type Entry = Schemas['Entry'];
export type EntryEvent = Schemas['EntryEvent'];
export type EntryForm = Schemas['EntryForm'];
export type EntrySummary = Schemas['EntrySummary'];
export type Finding = Schemas['Finding'];
export type Material = Schemas['Material'];
export type Owner = Schemas['Owner'];
export type Page = Schemas['Page'];
export type PageList = Schemas['PageList'];
export type Problem = Schemas['Problem'];
export type Receipt = Schemas['Receipt'];
export type RecusalEntry = Schemas['RecusalEntry'];
export type SearchAnswer = Schemas['SearchAnswer'];
export type SearchHit = Schemas['SearchHit'];
export type Session = Schemas['Session'];
export type Severity = Schemas['Severity'];
export type Text = Schemas['Text'];
export type Verdict = Schemas['Verdict'];
