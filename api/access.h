#pragma once

// Who may do what: one table, role × action → how far it reaches (access.cc). Values; thread-safe.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace jianzhen::api {

enum class Role {
  nobody,  // has not logged in
  submitter,
  verifier,
  judge,
  administrator,
  supervisor,
  local,  // whoever sits at the machine of a service without accounts
};

// What an operation of openapi.yaml does (its `x-action`).
enum class Action {
  contest_read,   // what the notice says: for everybody
  service_live,   // whether it runs, and the description of the API
  service_watch,  // counters
  session_open,   // logging in, by password or link; who one is
  session_own,    // one's own password, tokens, log-out
  entry_create,
  entry_read,         // form, list of materials, findings, report, events
  entry_change,       // form, and taking files out, while registration is open
  file_add,           // adding and replacing files: the same, and while a supplement is due
  entry_change_late,  // both afterwards
  team_change_late,   // and the representatives, which freeze when registration closes
  entry_submit,
  entry_import,   // tables of entries, finalists, prizes
  result_read,    // who came how far
  entry_title,    // that it is there, and whose: before recusal is declared
  material_read,  // pages, pictures, originals, words: every one is kept in the audit trail
  recusal_declare,
  review_read,     // dispositions, reports, graphs over entries
  review_decide,   // dispositions, requests for supplements
  review_explain,  // a submitter's answer to a finding
  note_own,        // a judge's own notes, which nobody else reads
  account_read,
  account_manage,
  webhook_manage,  // where events are sent to, and notices by e-mail
  audit_read,
};

enum class Reach {
  none,
  own,       // entries of one's own
  assigned,  // of one's tracks or assigned by number; none with a declared conflict
  cleared,   // the same, where it is declared that there is no conflict
  all,
};

Reach reach(Role role, Action action);

std::string_view word(Role role);
std::optional<Role> role_of(std::string_view word);
std::string_view word(Action action);  // "entry.read"
std::optional<Action> action_of(std::string_view word);
std::vector<Action> all_actions();
std::vector<Role> all_roles();

// What of an entry decides who may reach it.
struct EntryKey {
  std::string id;
  std::string track;
};

// Whoever asks, as the handlers know them.
struct Principal {
  Role role = Role::nobody;
  std::string actor;              // as events name it; empty for `nobody` and `local`
  std::string name;               // to log in with
  std::string title;              // as shown
  std::int64_t account = 0;       // 0 for `nobody` and `local`
  std::set<std::string> tracks;   // assigned; "*": every one
  std::set<std::string> entries;  // own, or assigned
  std::set<std::string> cleared;  // declared to be free of a conflict
  std::set<std::string> recused;  // declared to be in conflict
  // Of a token: all it was made for.
  std::optional<std::set<Action>> scopes;

  // How far it reaches for them, their token included.
  Reach reach_of(Action action) const;
  // Whether at all: of some entry, or of none in particular.
  bool may(Action action) const { return reach_of(action) != Reach::none; }
  bool may(Action action, const EntryKey& entry) const;
};

// Of the person at the machine: everything.
Principal local_principal();

}  // namespace jianzhen::api
