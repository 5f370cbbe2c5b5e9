#include "api/entry_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace jianzhen::api {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

class EntryGraphTest : public testing::Test {
 protected:
  EntryDigest& add(const std::string& id) {
    auto digest = std::make_shared<EntryDigest>();
    digest->entry.id = id;
    EntryDigest& added = *digest;
    entries_.push_back(std::move(digest));
    return added;
  }
  static void add_person(EntryDigest& entry, const std::string& name,
                         const std::string& id_number = {}) {
    entry.entry.representatives.push_back({name, id_number});
  }
  static void add_unit(EntryDigest& entry, const core::Unit& unit) {
    entry.uses.push_back({unit_key(unit), "1.pdf", 1, unit.name});
  }

  // "unit 甲有限公司: E1 E2"
  std::vector<std::string> shared(const std::string& around = {}) {
    const EntryGraph graph = entry_graph(entries_, around);
    std::vector<std::string> all;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
      if (graph.nodes[i].kind == NodeKind::entry) continue;
      std::string one = std::string(word(graph.nodes[i].kind)) + " " + graph.nodes[i].label + ":";
      for (const EntryGraphEdge& edge : graph.edges) {
        if (edge.thing == i) one += " " + graph.nodes[edge.entry].label;
      }
      all.push_back(one);
    }
    return all;
  }

  std::vector<std::shared_ptr<const EntryDigest>> entries_;
};

TEST_F(EntryGraphTest, what_one_entry_alone_has_is_not_shared) {
  add_unit(add("E1"), {"甲有限公司", ""});
  add_unit(add("E2"), {"乙有限公司", ""});
  EXPECT_THAT(shared(), IsEmpty());
}

TEST_F(EntryGraphTest, units_numbers_and_files_that_several_use) {
  for (const char* id : {"E1", "E2"}) {
    EntryDigest& entry = add(id);
    add_unit(entry, {"甲有限公司", "91210100MA0000000X"});
    entry.uses.push_back({"bytes:00", "证明/合同.pdf", 1, ""});
    entry.uses.push_back({"number:software_copyright:2023SR1", "软著.pdf", 1, "2023SR1"});
  }
  EXPECT_THAT(shared(), UnorderedElementsAre("unit 甲有限公司: E1 E2", "material 合同.pdf: E1 E2",
                                             "number 2023SR1: E1 E2"));
}

TEST_F(EntryGraphTest, a_unit_without_its_code_is_the_one_of_that_name) {
  add_unit(add("E1"), {"甲有限公司", "91210100MA0000000X"});
  add_unit(add("E2"), {"甲有限公司", ""});
  EXPECT_THAT(shared(), UnorderedElementsAre("unit 甲有限公司: E1 E2"));
}

TEST_F(EntryGraphTest, of_two_units_of_one_name_nobody_knows_which_is_meant) {
  add_unit(add("E1"), {"甲有限公司", "91210100MA0000000X"});
  add_unit(add("E2"), {"甲有限公司", "91210200MA0000000Y"});
  add_unit(add("E3"), {"甲有限公司", ""});
  EXPECT_THAT(shared(), IsEmpty());
}

TEST_F(EntryGraphTest, people_of_one_name_are_told_apart_by_their_numbers) {
  add_person(add("E1"), "张三", "210101199001010011");
  add_person(add("E2"), "张三", "210101199001010038");
  EXPECT_THAT(shared(), IsEmpty());
}

TEST_F(EntryGraphTest, a_person_whose_number_lacks_may_be_the_same) {
  add_person(add("E1"), "张三", "210101199001010011");
  add_person(add("E2"), "张三");
  EXPECT_THAT(shared(), UnorderedElementsAre("person 张三: E1 E2"));
}

TEST_F(EntryGraphTest, around_an_entry_only_what_it_leads_to) {
  EntryDigest& middle = add("E1");
  EntryDigest& other = add("E2");
  add_person(middle, "张三");
  add_person(other, "张三");
  add_person(other, "李四");
  add_person(add("E3"), "李四");
  EXPECT_THAT(shared("E1"), UnorderedElementsAre("person 张三: E1 E2"));
  EXPECT_THAT(shared("E2"), UnorderedElementsAre("person 张三: E1 E2", "person 李四: E2 E3"));
  EXPECT_THAT(shared("E9"), IsEmpty());
}

TEST_F(EntryGraphTest, nothing_lies_on_anything_else_and_all_of_it_is_in_the_drawing) {
  for (int i = 0; i < 30; ++i) {
    EntryDigest& entry = add("E" + std::to_string(i));
    add_person(entry, "人" + std::to_string(i / 3));
    add_unit(entry, {"单位" + std::to_string(i % 5), ""});
  }
  const EntryGraph graph = entry_graph(entries_, "");
  for (std::size_t a = 0; a < graph.nodes.size(); ++a) {
    const EntryGraphNode& node = graph.nodes[a];
    EXPECT_TRUE(node.x > 0 && node.x < graph.width && node.y > 0 && node.y < graph.height);
    for (std::size_t b = 0; b < a; ++b) {
      EXPECT_GT(std::hypot(node.x - graph.nodes[b].x, node.y - graph.nodes[b].y), 20);
    }
  }
}

TEST_F(EntryGraphTest, the_same_entries_give_the_same_drawing) {
  for (int i = 0; i < 10; ++i) add_person(add("E" + std::to_string(i)), "张三");
  const EntryGraph one = entry_graph(entries_, "");
  const EntryGraph two = entry_graph(entries_, "");
  for (std::size_t i = 0; i < one.nodes.size(); ++i) {
    EXPECT_EQ(one.nodes[i].x, two.nodes[i].x);
    EXPECT_EQ(one.nodes[i].y, two.nodes[i].y);
  }
}

TEST_F(EntryGraphTest, what_is_too_much_to_draw_is_counted) {
  for (int i = 0; i < 1200; ++i) {
    EntryDigest& entry = add("E" + std::to_string(i));
    add_person(entry, "人" + std::to_string(i / 2));
  }
  const EntryGraph graph = entry_graph(entries_, "");
  EXPECT_LE(graph.nodes.size(), 1000);
  EXPECT_GT(graph.left_out, 0);
}

}  // namespace
}  // namespace jianzhen::api
