#include "api/access.h"

#include <gtest/gtest.h>

namespace jianzhen::api {
namespace {

const EntryKey kIndustry{"LN-1", "工业制造"};
const EntryKey kFinance{"LN-2", "金融服务"};

Principal judge() {
  Principal judge;
  judge.role = Role::judge;
  judge.tracks = {"工业制造"};
  return judge;
}

TEST(Access, words_come_back) {
  for (const Action action : all_actions()) EXPECT_EQ(action_of(word(action)), action);
  for (const Role role : all_roles()) EXPECT_EQ(role_of(word(role)), role);
  EXPECT_EQ(action_of("entry.burn"), std::nullopt);
}

TEST(Access, a_supervisor_changes_nothing) {
  for (const Action action : {Action::entry_create, Action::entry_change, Action::entry_change_late,
                              Action::entry_submit, Action::review_decide, Action::review_explain,
                              Action::account_manage, Action::recusal_declare}) {
    EXPECT_EQ(reach(Role::supervisor, action), Reach::none) << word(action);
  }
}

TEST(Access, what_anybody_sees_a_supervisor_sees) {
  for (const Action action : all_actions()) {
    const std::string_view name = word(action);
    if (!name.ends_with(".read") && !name.ends_with(".title")) continue;
    EXPECT_EQ(reach(Role::supervisor, action), Reach::all) << name;
  }
}

TEST(Access, a_submitter_reaches_what_is_theirs) {
  Principal submitter;
  submitter.role = Role::submitter;
  submitter.entries = {"LN-1"};
  EXPECT_TRUE(submitter.may(Action::material_read, kIndustry));
  EXPECT_FALSE(submitter.may(Action::entry_title, kFinance));
}

TEST(Access, a_judge_sees_titles_until_recusal_is_declared) {
  Principal judge = api::judge();
  EXPECT_TRUE(judge.may(Action::entry_title, kIndustry));
  EXPECT_FALSE(judge.may(Action::entry_read, kIndustry));
  judge.cleared = {"LN-1"};
  EXPECT_TRUE(judge.may(Action::entry_read, kIndustry));
}

TEST(Access, a_judge_does_not_see_another_track) {
  Principal judge = api::judge();
  judge.cleared = {"LN-2"};
  EXPECT_FALSE(judge.may(Action::entry_title, kFinance));
  EXPECT_FALSE(judge.may(Action::entry_read, kFinance));
}

TEST(Access, a_declared_conflict_shuts_out) {
  for (const Role role : {Role::judge, Role::verifier}) {
    Principal person = judge();
    person.role = role;
    person.entries = {"LN-1"};
    person.recused = {"LN-1"};
    EXPECT_FALSE(person.may(Action::material_read, kIndustry)) << word(role);
    EXPECT_TRUE(person.may(Action::entry_title, kIndustry)) << word(role);
  }
}

TEST(Access, a_verifier_may_have_every_track) {
  Principal verifier;
  verifier.role = Role::verifier;
  EXPECT_FALSE(verifier.may(Action::review_decide, kFinance));
  verifier.tracks = {"*"};
  EXPECT_TRUE(verifier.may(Action::review_decide, kFinance));
}

TEST(Access, a_token_does_what_it_was_made_for) {
  Principal program;
  program.role = Role::administrator;
  program.scopes = std::set{Action::entry_read};
  EXPECT_TRUE(program.may(Action::entry_read, kIndustry));
  EXPECT_FALSE(program.may(Action::account_manage));
  EXPECT_TRUE(program.may(Action::contest_read));
}

TEST(Access, the_person_at_the_machine_may_do_all_but_what_needs_an_account) {
  for (const Action action : all_actions()) {
    const bool own = action == Action::session_own || action == Action::recusal_declare ||
                     action == Action::note_own;
    EXPECT_EQ(local_principal().may(action), !own) << word(action);
  }
}

}  // namespace
}  // namespace jianzhen::api
