// How surely a picture is known again, and how far others are from it: every picture of a folder is
// changed as entrants and their programs change pictures, found on the page and hashed.
//
//     figures_accuracy FOLDER     pictures (JPEG, PNG), no two of one motif

#include "ocr/figures.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "verify/figures.h"

namespace jianzhen {
namespace {

using core::Figure;

constexpr int kLongSide = 1600;  // pixels, as people send photographs

cv::Mat recompressed(const cv::Mat& picture, int quality) {
  std::vector<std::uint8_t> jpeg;
  cv::imencode(".jpg", picture, jpeg, {cv::IMWRITE_JPEG_QUALITY, quality});
  return cv::imdecode(jpeg, cv::IMREAD_COLOR);
}

cv::Mat scaled(const cv::Mat& picture, int long_side) {
  const double scale = static_cast<double>(long_side) / std::max(picture.cols, picture.rows);
  cv::Mat result;
  cv::resize(picture, result, {}, scale, scale, cv::INTER_AREA);
  return result;
}

cv::Mat cropped(const cv::Mat& picture, double share) {
  const int x = static_cast<int>(picture.cols * share);
  const int y = static_cast<int>(picture.rows * share);
  return picture({x, y, picture.cols - 2 * x, picture.rows - 2 * y}).clone();
}

cv::Mat lighter(const cv::Mat& picture, double contrast, double brightness) {
  cv::Mat result;
  picture.convertTo(result, -1, contrast, brightness);
  return result;
}

struct Seen {
  cv::Mat picture;
  core::Page page;
  std::vector<Figure> embedded;
};

// On a white A4 page at 200 dpi, `width` of it wide, with rows of letters around.
Seen on_a_page(const cv::Mat& picture, double width) {
  Seen seen;
  seen.picture = cv::Mat(2339, 1654, CV_8UC3, cv::Scalar(255, 255, 255));
  const double longest = std::max(1.0, static_cast<double>(picture.rows) / picture.cols);
  const cv::Mat shown = scaled(picture, static_cast<int>(width * longest * 1654));
  const cv::Rect place((1654 - shown.cols) / 2, 600, shown.cols, std::min(shown.rows, 1600));
  shown(cv::Rect(0, 0, place.width, place.height)).copyTo(seen.picture(place));
  for (const int top : {150, 230, 310, 390, 470, 2240}) {
    for (int x = 200; x < 1450; x += 34) {
      seen.picture({x, top, 22, 24}).setTo(cv::Scalar(30, 30, 30));
    }
    core::Line line;
    line.box = {190 / 1654.0, (top - 5) / 2339.0, 1470 / 1654.0, (top + 30) / 2339.0};
    seen.page.lines.push_back(line);
  }
  seen.embedded.push_back(
      {{place.x / 1654.0, place.y / 2339.0, place.br().x / 1654.0, place.br().y / 2339.0}, {}});
  return seen;
}

// The page printed, scanned without knowing where its pictures stand.
Seen scanned(const cv::Mat& picture, double width) {
  Seen seen = on_a_page(picture, width);
  seen.embedded.clear();
  cv::GaussianBlur(seen.picture, seen.picture, {}, 1.2);
  seen.picture = lighter(seen.picture, 0.85, 20);
  cv::Mat noise(seen.picture.size(), CV_16SC3);
  cv::theRNG().state = 7;
  cv::randn(noise, 0, 6);
  cv::Mat sum;
  seen.picture.convertTo(sum, CV_16SC3);
  sum += noise;
  sum.convertTo(seen.picture, CV_8UC3);
  seen.picture = recompressed(seen.picture, 60);
  return seen;
}

Seen alone(cv::Mat picture) { return {std::move(picture), {}, {}}; }

cv::Mat as_a_frame(const cv::Mat& picture) {
  cv::Mat frame = scaled(picture, 1280);
  cv::GaussianBlur(frame, frame, {}, 1.0);
  return recompressed(frame, 35);
}

struct Way {
  const char* name;
  std::function<Seen(const cv::Mat&)> change;
};

const std::array kWays = {
    Way{"as it is", [](const cv::Mat& p) { return alone(p); }},
    Way{"JPEG 40", [](const cv::Mat& p) { return alone(recompressed(p, 40)); }},
    Way{"480 pixels, JPEG 60",
        [](const cv::Mat& p) { return alone(recompressed(scaled(p, 480), 60)); }},
    Way{"brighter, less contrast", [](const cv::Mat& p) { return alone(lighter(p, 0.8, 40)); }},
    Way{"more contrast", [](const cv::Mat& p) { return alone(lighter(p, 1.25, -25)); }},
    Way{"1 % cut off each side", [](const cv::Mat& p) { return alone(cropped(p, 0.01)); }},
    Way{"2 % cut off each side", [](const cv::Mat& p) { return alone(cropped(p, 0.02)); }},
    Way{"4 % cut off each side", [](const cv::Mat& p) { return alone(cropped(p, 0.04)); }},
    Way{"video frame", [](const cv::Mat& p) { return alone(as_a_frame(p)); }},
    Way{"in a document, wide", [](const cv::Mat& p) { return on_a_page(p, 0.8); }},
    Way{"in a document, half", [](const cv::Mat& p) { return on_a_page(p, 0.45); }},
    Way{"on a scanned page, wide", [](const cv::Mat& p) { return scanned(p, 0.8); }},
    Way{"on a scanned page, half", [](const cv::Mat& p) { return scanned(p, 0.45); }},
};

std::vector<Figure> figures_of(const Seen& seen) {
  core::Picture picture{seen.picture.cols, seen.picture.rows, 3, 0, {}};
  picture.pixels.assign(seen.picture.data, seen.picture.data + seen.picture.total() * 3);
  return ocr::find_figures(picture, seen.page, seen.embedded);
}

struct Known {
  std::string name;
  std::vector<std::vector<Figure>> figures;  // by way
};

Known known(const std::filesystem::path& file) {
  Known picture{file.filename(), {}};
  const cv::Mat pixels = cv::imread(file.string(), cv::IMREAD_COLOR);
  if (pixels.empty()) return picture;
  for (const Way& way : kWays) {
    picture.figures.push_back(figures_of(way.change(scaled(pixels, kLongSide))));
  }
  return picture;
}

bool meet(const Figure& a, const Figure& b) {
  const auto keys = verify::figure_keys(a.hash);
  const auto others = verify::figure_keys(b.hash);
  return std::ranges::any_of(
      keys, [&](std::uint32_t key) { return std::ranges::find(others, key) != others.end(); });
}

// The nearest of any two figures; whether any two are said to be the same.
struct Nearest {
  int distance = 256;
  bool same = false;
};

Nearest nearest(const std::vector<Figure>& a, const std::vector<Figure>& b) {
  Nearest best;
  for (const Figure& one : a) {
    for (const Figure& other : b) {
      best.distance = std::min(best.distance, verify::figure_distance(one.hash, other.hash));
      best.same = best.same || (verify::same_picture(one.hash, other.hash) && meet(one, other));
    }
  }
  return best;
}

void tell_misses(const std::vector<Known>& pictures) {
  for (std::size_t way = 1; way < kWays.size(); ++way) {
    int missed = 0;
    std::vector<int> distances;
    for (const Known& picture : pictures) {
      const Nearest best = nearest(picture.figures[0], picture.figures[way]);
      missed += best.same ? 0 : 1;
      distances.push_back(best.distance);
    }
    std::ranges::sort(distances);
    std::printf("%-26s missed %2d of %zu, bits that differ: median %3d, 95 %% %3d\n",
                kWays.at(way).name, missed, pictures.size(), distances[distances.size() / 2],
                distances[distances.size() * 95 / 100]);
  }
}

// Every way of one picture against every way of every other.
void tell_false_pairs(const std::vector<Known>& pictures) {
  int pairs = 0;
  int wrong = 0;
  int least = 256;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    for (std::size_t j = i + 1; j < pictures.size(); ++j) {
      for (const auto& own : pictures[i].figures) {
        for (const auto& other : pictures[j].figures) {
          const Nearest best = nearest(own, other);
          ++pairs;
          wrong += best.same ? 1 : 0;
          least = std::min(least, best.distance);
        }
      }
    }
  }
  std::printf("others: %d of %d pairs said to be the same; the nearest differ in %d bits\n", wrong,
              pairs, least);
}

void run(const std::filesystem::path& folder) {
  std::vector<Known> pictures;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    Known picture = known(file);
    if (picture.figures.empty()) continue;
    if (picture.figures[0].empty()) {
      std::printf("no figure: %s\n", picture.name.c_str());
    } else {
      pictures.push_back(std::move(picture));
    }
  }
  if (pictures.empty()) return;
  tell_misses(pictures);
  tell_false_pairs(pictures);
}

}  // namespace
}  // namespace jianzhen

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  jianzhen::run(argv[1]);
  return 0;
}
