#include "api/reader/frame_votes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jianzhen::api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

core::Line line(const std::string& text, double top, double confidence = 0.9) {
  core::Line made;
  made.text = text;
  made.box = {0.1, top, 0.7, top + 0.05};
  made.confidence = confidence;
  return made;
}

// A clip whose frames each show these lines.
std::vector<core::Page> clip(const std::vector<std::vector<core::Line>>& frames) {
  std::vector<core::Page> pages;
  for (const auto& lines : frames) {
    core::Page page;
    page.number = static_cast<int>(pages.size()) + 1;
    page.lines = lines;
    pages.push_back(std::move(page));
  }
  return pages;
}

std::vector<std::string> first_lines(const std::vector<core::Page>& frames) {
  std::vector<std::string> texts;
  for (const core::Page& frame : frames) texts.push_back(frame.lines.front().text);
  return texts;
}

TEST(FrameVotes, the_reading_of_most_frames_is_taken_for_all) {
  auto frames = clip({{line("沈阳知粟数据科技", 0.2)},
                      {line("沈阳知栗数据科技", 0.2, 0.99)},
                      {line("沈阳知粟数据科技", 0.2)}});
  EXPECT_THAT(vote_over_frames(frames), ElementsAre(2));
  EXPECT_THAT(first_lines(frames),
              ElementsAre("沈阳知粟数据科技", "沈阳知粟数据科技", "沈阳知粟数据科技"));
}

TEST(FrameVotes, of_as_many_votes_the_surer_count) {
  auto frames = clip({{line("沈阳知栗数据", 0.2, 0.7)},
                      {line("沈阳知粟数据", 0.2, 0.95)},
                      {line("沈阳知栗数据", 0.2, 0.7)},
                      {line("沈阳知粟数据", 0.2, 0.95)}});
  EXPECT_THAT(vote_over_frames(frames), ElementsAre(1, 3));
}

TEST(FrameVotes, a_counter_that_goes_on_stays_as_it_was_read) {
  auto frames = clip({{line("累计接入设备114台", 0.2)},
                      {line("累计接入设备115台", 0.2)},
                      {line("累计接入设备115台", 0.2)}});
  EXPECT_THAT(vote_over_frames(frames), IsEmpty());
}

TEST(FrameVotes, a_figure_that_its_reader_doubts_is_outvoted) {
  core::Line doubted = line("累计接入设备174台", 0.2);
  doubted.unsure = {7};
  auto frames =
      clip({{line("累计接入设备114台", 0.2)}, {doubted}, {line("累计接入设备114台", 0.2)}});
  EXPECT_THAT(vote_over_frames(frames), ElementsAre(2));
}

TEST(FrameVotes, two_frames_are_no_majority) {
  auto frames = clip({{line("沈阳知粟", 0.2)}, {line("沈阳知栗", 0.2)}});
  EXPECT_THAT(vote_over_frames(frames), IsEmpty());
}

TEST(FrameVotes, other_words_in_the_place_are_another_line) {
  auto frames = clip({{line("项目背景", 0.2)}, {line("解决方案", 0.2)}, {line("应用价值", 0.2)}});
  EXPECT_THAT(vote_over_frames(frames), IsEmpty());
}

TEST(FrameVotes, the_same_words_elsewhere_are_another_line) {
  auto frames = clip({{line("沈阳知粟", 0.2)}, {line("沈阳知栗", 0.5)}, {line("沈阳知粟", 0.2)}});
  EXPECT_THAT(vote_over_frames(frames), IsEmpty());
}

TEST(FrameVotes, a_line_keeps_its_own_place) {
  auto frames = clip({{line("沈阳知粟", 0.2)}, {line("沈阳知栗", 0.205)}, {line("沈阳知粟", 0.2)}});
  vote_over_frames(frames);
  EXPECT_DOUBLE_EQ(frames[1].lines.front().box.top, 0.205);
}

}  // namespace
}  // namespace jianzhen::api
