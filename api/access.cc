#include "api/access.h"

#include <algorithm>
#include <array>

namespace jianzhen::api {
namespace {

constexpr std::array<std::string_view, 7> kRoles = {
    "nobody", "submitter", "verifier", "judge", "administrator", "supervisor", "local"};

struct Row {
  Action action;
  std::string_view word;
  std::array<Reach, kRoles.size()> reach;  // in the order of Role
};

constexpr Reach none = Reach::none;
constexpr Reach own = Reach::own;
constexpr Reach part = Reach::assigned;
constexpr Reach clear = Reach::cleared;
constexpr Reach all = Reach::all;

// The administrator runs the contest and decides nothing about papers; the supervisor sees what
// anybody can see and changes nothing but their own password. In the order of Action.
// clang-format off
constexpr std::array kTable = {
    //                                                  nobody subm. verif. judge  admin superv. local
    Row{Action::contest_read,      "contest.read",      {all,  all,  all,   all,   all,  all,    all}},
    Row{Action::service_live,      "service.live",      {all,  all,  all,   all,   all,  all,    all}},
    Row{Action::service_watch,     "service.watch",     {none, none, none,  none,  all,  all,    all}},
    Row{Action::session_open,      "session.open",      {all,  all,  all,   all,   all,  all,    all}},
    Row{Action::session_own,       "session.own",       {none, all,  all,   all,   all,  all,    none}},
    Row{Action::entry_create,      "entry.create",      {none, own,  none,  none,  all,  none,   all}},
    Row{Action::entry_read,        "entry.read",        {none, own,  part,  clear, all,  all,    all}},
    Row{Action::entry_change,      "entry.change",      {none, own,  none,  none,  all,  none,   all}},
    Row{Action::file_add,          "file.add",          {none, own,  none,  none,  all,  none,   all}},
    Row{Action::entry_change_late, "entry.change_late", {none, none, none,  none,  all,  none,   all}},
    Row{Action::team_change_late,  "team.change_late",  {none, none, none,  none,  none, none,   all}},
    Row{Action::entry_submit,      "entry.submit",      {none, own,  none,  none,  all,  none,   all}},
    Row{Action::entry_import,      "entry.import",      {none, none, none,  none,  all,  none,   all}},
    Row{Action::result_read,       "result.read",       {none, none, part,  clear, all,  all,    all}},
    Row{Action::entry_title,       "entry.title",       {none, own,  part,  part,  all,  all,    all}},
    Row{Action::material_read,     "material.read",     {none, own,  part,  clear, all,  all,    all}},
    Row{Action::recusal_declare,   "recusal.declare",   {none, none, part,  part,  none, none,   none}},
    Row{Action::review_read,       "review.read",       {none, own,  part,  clear, all,  all,    all}},
    Row{Action::review_decide,     "review.decide",     {none, none, part,  none,  none, none,   all}},
    Row{Action::review_explain,    "review.explain",    {none, own,  none,  none,  none, none,   all}},
    Row{Action::note_own,          "note.own",          {none, none, none,  clear, none, none,   none}},
    Row{Action::account_read,      "account.read",      {none, none, none,  none,  all,  all,    all}},
    Row{Action::account_manage,    "account.manage",    {none, none, none,  none,  all,  none,   all}},
    Row{Action::webhook_manage,    "webhook.manage",    {none, none, none,  none,  all,  none,   all}},
    Row{Action::audit_read,        "audit.read",        {none, none, none,  none,  all,  all,    all}},
};
// clang-format on

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    if (kTable[i].action != static_cast<Action>(i)) return false;
  }
  return true;
}
static_assert(in_order());

const Row& row_of(Action action) { return kTable[static_cast<std::size_t>(action)]; }

}  // namespace

Reach reach(Role role, Action action) {
  return row_of(action).reach[static_cast<std::size_t>(role)];
}

std::string_view word(Role role) { return kRoles[static_cast<std::size_t>(role)]; }

std::optional<Role> role_of(std::string_view word) {
  const auto found = std::find(kRoles.begin(), kRoles.end(), word);
  if (found == kRoles.end()) return std::nullopt;
  return static_cast<Role>(found - kRoles.begin());
}

std::string_view word(Action action) { return row_of(action).word; }

std::optional<Action> action_of(std::string_view word) {
  for (const Row& row : kTable) {
    if (row.word == word) return row.action;
  }
  return std::nullopt;
}

std::vector<Action> all_actions() {
  std::vector<Action> actions;
  actions.reserve(kTable.size());
  for (const Row& row : kTable) actions.push_back(row.action);
  return actions;
}

std::vector<Role> all_roles() {
  std::vector<Role> roles;
  roles.reserve(kRoles.size());
  for (std::size_t i = 0; i < kRoles.size(); ++i) roles.push_back(static_cast<Role>(i));
  return roles;
}

Reach Principal::reach_of(Action action) const {
  const Reach far = reach(role, action);
  const bool for_everybody = reach(Role::nobody, action) != Reach::none;
  if (scopes && !for_everybody && !scopes->contains(action)) return Reach::none;
  return far;
}

bool Principal::may(Action action, const EntryKey& entry) const {
  const bool conflict = recused.contains(entry.id);
  const bool assigned = !conflict && (tracks.contains("*") || tracks.contains(entry.track) ||
                                      entries.contains(entry.id));
  switch (reach_of(action)) {
    case Reach::none:
      return false;
    case Reach::own:
      return entries.contains(entry.id);
    case Reach::assigned:
      // That there is an entry stays known to who declared a conflict with it.
      return assigned || (conflict && action == Action::entry_title);
    case Reach::cleared:
      return assigned && cleared.contains(entry.id);
    case Reach::all:
      return true;
  }
  return false;
}

Principal local_principal() {
  Principal principal;
  principal.role = Role::local;
  return principal;
}

}  // namespace jianzhen::api
