#include "store/notes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/accounts.h"
#include "store/catalogue.h"
#include "store/test_database.h"

namespace jianzhen::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class NotesTest : public EachEngine {
 protected:
  void SetUp() override {
    EachEngine::SetUp();
    if (IsSkipped()) return;
    const auto accounts = Accounts::open(connection_).value();
    for (const char* name : {"li", "wang"}) {
      Account judge;
      judge.name = name;
      judge.title = "某评委";
      judge.role = "judge";
      judges_.push_back(accounts->add(judge, {})->id);
    }
    notes_ = Notes::open(connection_).value();
  }
  void TearDown() override {
    notes_.reset();
    EachEngine::TearDown();
  }

  Note write(const std::string& words, const std::string& collection = {}) {
    Note note;
    note.entry = "LN-1";
    note.material = "申报书.pdf";
    note.page = 3;
    note.words = words;
    note.collection = collection;
    return notes_->add(li(), note).value();
  }
  std::int64_t li() const { return judges_[0]; }
  std::int64_t wang() const { return judges_[1]; }
  std::vector<Event> told() {
    return Catalogue::open(connection_).value()->events_back({"", "LN-1", "note."}, 0, 100).value();
  }
  std::vector<std::string> words_of(std::int64_t account) {
    std::vector<std::string> all;
    const auto notes = notes_->of(account);
    for (const Note& note : *notes) all.push_back(note.collection + ":" + note.words);
    return all;
  }

  std::vector<std::int64_t> judges_;
  std::unique_ptr<Notes> notes_;
};

INSTANTIATE_TEST_SUITE_P(Engines, NotesTest, each_engine(), engine_name);

TEST_P(NotesTest, a_note_is_its_writers_alone) {
  const Note note = write("第三页的数字要问");
  EXPECT_THAT(*notes_->of(li()), ElementsAre(note));
  EXPECT_THAT(*notes_->of(wang()), IsEmpty());
  EXPECT_EQ(notes_->change(wang(), note).error().code, core::ErrorCode::not_found);
  EXPECT_EQ(notes_->remove(wang(), note.id).error().code, core::ErrorCode::not_found);
}

TEST_P(NotesTest, the_trail_says_that_it_was_written_and_not_what) {
  const Note note = write("第三页的数字要问", "要问的");
  ASSERT_TRUE(notes_->remove(li(), note.id));
  const auto events = told();
  ASSERT_EQ(events.size(), 2);
  EXPECT_EQ(events[0].type, "note.removed");
  EXPECT_EQ(events[1].type, "note.written");
  EXPECT_EQ(events[1].actor, "A" + std::to_string(li()));
  EXPECT_THAT(events[1].data_json, Not(HasSubstr("问")));
  EXPECT_EQ(events[1].entry, "");  // who follows the entry does not hear of it
}

TEST_P(NotesTest, what_was_changed_elsewhere_is_not_overwritten) {
  Note note = write("一");
  note.words = "二";
  EXPECT_EQ(notes_->change(li(), note)->version, 2);
  note.words = "三";
  EXPECT_EQ(notes_->change(li(), note).error().code, core::ErrorCode::conflict);
  EXPECT_THAT(words_of(li()), ElementsAre(":二"));
}

TEST_P(NotesTest, a_note_has_words_or_a_collection) {
  EXPECT_TRUE(notes_->add(li(), {0, "LN-1", "", "", 0, "", "要问的", 0, ""}));
  EXPECT_EQ(notes_->add(li(), {0, "LN-1", "", "", 0, " ", "", 0, ""}).error().code,
            core::ErrorCode::usage);
}

TEST_P(NotesTest, a_collection_gets_another_name) {
  write("一", "要问的");
  write("二", "已问的");
  ASSERT_TRUE(notes_->rename(li(), "要问的", "已问的"));
  EXPECT_THAT(words_of(li()), ElementsAre("已问的:一", "已问的:二"));
  EXPECT_EQ(notes_->rename(li(), "要问的", "x").error().code, core::ErrorCode::not_found);
}

TEST_P(NotesTest, a_collection_given_up_leaves_the_words) {
  write("一", "要问的");
  write("", "要问的");
  ASSERT_TRUE(notes_->rename(li(), "要问的", ""));
  EXPECT_THAT(words_of(li()), ElementsAre(":一"));
}

}  // namespace
}  // namespace jianzhen::store
