#include "api/http/progress_routes.h"

#include <gmock/gmock.h>

#include "api/http/routes_fixture.h"

namespace jianzhen::http {
namespace {

using testing::IsEmpty;

class ProgressRoutes : public RoutesTest {
 protected:
  json progress() {
    const Response response = get("/api/v1/progress");
    EXPECT_THAT(faults(response), IsEmpty());
    return body_of(response);
  }
};

TEST_F(ProgressRoutes, of_no_entry_there_is_progress_too) {
  const json shown = progress();
  EXPECT_EQ(shown["entries"]["all"], 0);
  EXPECT_EQ(shown["health"]["ready"], true);
  EXPECT_EQ(shown["deadline"]["closes"], "2024-07-21");
}

TEST_F(ProgressRoutes, a_draft_tells_what_it_lacks) {
  create("E1");
  settled("E1");
  const json shown = progress();
  EXPECT_EQ(shown["entries"]["undecided"], 1);
  EXPECT_EQ(shown["deadline"]["not_submitted"], 1);
  const json draft = shown["deadline"]["drafts"][0];
  EXPECT_EQ(draft["entry"], "E1");
  EXPECT_THAT(draft["lacks"].get<std::vector<std::string>>(), testing::Contains("audit_report"));
}

TEST_F(ProgressRoutes, files_that_wait_are_counted) {
  service_.reset();
  start(true);
  RoutesTest::gate_ = std::make_unique<Gate>(*service_, GateOptions{});
  RoutesTest::router_ = std::make_unique<Router>(routes(*service_, *gate_, *web_));
  create("E1");
  upload("E1", "1.txt", "一份说明");
  const json load = progress()["load"];
  EXPECT_EQ(load["received"].get<int>() + load["processing"].get<int>(), 1);
  EXPECT_EQ(load["oldest"]["path"], "1.txt");
}

TEST_F(ProgressRoutes, after_registration_closed_no_time_is_left) {
  now_ = 1'800'000'000;
  EXPECT_TRUE(progress()["deadline"]["seconds_left"].is_null());
}

}  // namespace
}  // namespace jianzhen::http
