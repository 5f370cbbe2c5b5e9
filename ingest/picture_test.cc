#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libheif/heif.h>
#include <tiffio.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "ingest/ingest.h"
#include "ingest/picture_header.h"
#include "ingest/test_files.h"
#include "ingest/test_sink.h"

namespace jianzhen::ingest {
namespace {

using core::ErrorCode;
using core::ObservationKind;

// White, with a black block in its upper left corner.
cv::Mat marked(int width, int height) {
  cv::Mat image(height, width, CV_8UC3, cv::Scalar(255, 255, 255));
  image(cv::Rect(0, 0, width / 4, height / 4)) = cv::Scalar(0, 0, 0);
  return image;
}

std::string encoded(const std::string& extension, const cv::Mat& image) {
  std::vector<std::uint8_t> bytes;
  cv::imencode(extension, image, bytes);
  return {bytes.begin(), bytes.end()};
}

// An EXIF segment that says nothing but the orientation (TIFF 6.0, tag 274), after the JPEG's SOI.
std::string with_orientation(const std::string& jpeg, char orientation) {
  std::string tiff("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 18);
  tiff += orientation;
  tiff += std::string(7, '\0');
  const std::string exif = std::string("Exif\0\0", 6) + tiff;
  const auto length = static_cast<char>(exif.size() + 2);
  return jpeg.substr(0, 2) + std::string("\xFF\xE1\0", 3) + length + exif + jpeg.substr(2);
}

// A GIF of black and white (GIF89a, 18–22). Each pixel is a code of three bits of its own, and so
// that codes never grow, every other code clears the table.
std::string gif(const cv::Mat& image, int frames = 1) {
  const auto number = [](int value) {
    return std::string{static_cast<char>(value & 0xFF), static_cast<char>(value >> 8)};
  };
  const std::string size = number(image.cols) + number(image.rows);
  std::string codes;
  unsigned bits = 0;
  int count = 0;
  const auto put = [&](unsigned code) {
    bits |= code << count;
    for (count += 3; count >= 8; count -= 8, bits >>= 8) codes += static_cast<char>(bits & 0xFF);
  };
  for (int y = 0; y < image.rows; ++y) {
    for (int x = 0; x < image.cols; ++x) {
      put(4);
      put(image.at<cv::Vec3b>(y, x)[0] > 127 ? 1 : 0);
    }
  }
  put(5);
  codes += static_cast<char>(bits & 0xFF);
  std::string out = "GIF89a" + size + std::string("\x80\0\0\0\0\0\xFF\xFF\xFF", 9);
  for (int frame = 0; frame < frames; ++frame) {
    out += std::string(",\0\0\0\0", 5) + size + std::string("\0\x02", 2);
    for (std::size_t at = 0; at < codes.size(); at += 255) {
      const std::string block = codes.substr(at, 255);
      out += static_cast<char>(block.size()) + block;
    }
    out += '\0';
  }
  return out + ';';
}

// As a phone writes it; empty where this libheif cannot encode.
std::string heic(const cv::Mat& image) {
  heif_context* context = heif_context_alloc();
  heif_encoder* encoder = nullptr;
  std::string bytes;
  if (heif_context_get_encoder_for_format(context, heif_compression_HEVC, &encoder).code == 0) {
    heif_image* rgb = nullptr;
    heif_image_create(image.cols, image.rows, heif_colorspace_RGB, heif_chroma_interleaved_RGB,
                      &rgb);
    heif_image_add_plane(rgb, heif_channel_interleaved, image.cols, image.rows, 8);
    int stride = 0;
    std::uint8_t* plane = heif_image_get_plane(rgb, heif_channel_interleaved, &stride);
    image.copyTo(cv::Mat(image.rows, image.cols, CV_8UC3, plane, static_cast<std::size_t>(stride)));
    heif_context_encode_image(context, rgb, encoder, nullptr, nullptr);
    heif_writer writer{1, [](heif_context*, const void* data, std::size_t size, void* to) {
                         static_cast<std::string*>(to)->append(static_cast<const char*>(data),
                                                               size);
                         return heif_error{};
                       }};
    heif_context_write(context, &writer, &bytes);
    heif_image_release(rgb);
    heif_encoder_release(encoder);
  }
  heif_context_free(context);
  return bytes;
}

class Pictures : public testing::Test {
 protected:
  TestReading read(const std::string& bytes, const Limits& limits = {}) {
    return read_file(files_.write("picture", bytes), limits);
  }
  TestFiles files_;
};

bool is_dark(const core::Picture& picture, double x, double y) {
  const auto at = static_cast<std::size_t>(y * picture.height) * picture.width +
                  static_cast<std::size_t>(x * picture.width);
  return picture.pixels[at * static_cast<std::size_t>(picture.channels)] < 128;
}

TEST_F(Pictures, each_format_is_one_page_to_be_read) {
  for (const char* extension : {".jpg", ".png", ".bmp", ".webp", ".tiff"}) {
    const auto reading = read(encoded(extension, marked(120, 80)));
    ASSERT_TRUE(reading.result) << extension;
    ASSERT_EQ(reading.sink.pages.size(), 1U) << extension;
    const RawPage& page = reading.sink.pages[0];
    EXPECT_EQ(page.picture.width, 120) << extension;
    EXPECT_EQ(page.page.height, 80) << extension;
    EXPECT_TRUE(is_dark(page.picture, 0.1, 0.1)) << extension;
    EXPECT_FALSE(is_dark(page.picture, 0.9, 0.9)) << extension;
    EXPECT_TRUE(reading.sink.seen.empty()) << extension;
  }
}

void expect_marked(const TestReading& reading) {
  ASSERT_TRUE(reading.result);
  ASSERT_EQ(reading.sink.pages.size(), 1U);
  const core::Picture& picture = reading.sink.pages[0].picture;
  EXPECT_EQ(picture.width, 120);
  EXPECT_EQ(picture.height, 80);
  EXPECT_TRUE(is_dark(picture, 0.1, 0.1));
  EXPECT_FALSE(is_dark(picture, 0.9, 0.9));
}

TEST_F(Pictures, a_gif_is_a_page) {
  const auto reading = read(gif(marked(120, 80)));
  expect_marked(reading);
  EXPECT_TRUE(reading.sink.seen.empty());
}

TEST_F(Pictures, of_a_moving_gif_the_first_picture_is_read_and_that_is_said) {
  const auto reading = read(gif(marked(120, 80), 3));
  expect_marked(reading);
  EXPECT_TRUE(reading.sink.has(ObservationKind::truncated, 1));
}

TEST_F(Pictures, a_photograph_of_a_phone_in_heic_is_a_page) {
  const std::string bytes = heic(marked(120, 80));
  if (bytes.empty()) GTEST_SKIP() << "libheif has no HEVC encoder here";
  expect_marked(read(bytes));
}

TEST_F(Pictures, half_a_heic_is_corrupt) {
  const std::string bytes = heic(marked(120, 80));
  if (bytes.empty()) GTEST_SKIP() << "libheif has no HEVC encoder here";
  const auto reading = read(bytes.substr(0, bytes.size() / 2));
  ASSERT_FALSE(reading.result);
  EXPECT_EQ(reading.result.error().code, ErrorCode::corrupt);
}

TEST_F(Pictures, a_phone_held_sideways_gives_an_upright_page) {
  const auto reading = read(with_orientation(encoded(".jpg", marked(120, 80)), 6));
  const core::Picture& picture = reading.sink.pages.at(0).picture;
  EXPECT_EQ(picture.width, 80);
  EXPECT_EQ(picture.height, 120);
  EXPECT_TRUE(is_dark(picture, 0.9, 0.1));
}

TEST_F(Pictures, what_is_transparent_is_white_paper) {
  cv::Mat image(40, 40, CV_8UC4, cv::Scalar(0, 0, 0, 0));
  image(cv::Rect(0, 0, 20, 20)) = cv::Scalar(0, 0, 0, 255);
  const auto reading = read(encoded(".png", image));
  EXPECT_TRUE(is_dark(reading.sink.pages.at(0).picture, 0.2, 0.2));
  EXPECT_FALSE(is_dark(reading.sink.pages[0].picture, 0.8, 0.8));
}

TEST_F(Pictures, sixteen_bits_become_eight) {
  cv::Mat image(40, 40, CV_16UC1, cv::Scalar(60000));
  const core::Picture picture = read(encoded(".png", image)).sink.pages.at(0).picture;
  EXPECT_EQ(picture.channels, 1);
  EXPECT_EQ(picture.pixels.at(0), 60000 / 257);
}

TEST_F(Pictures, one_pixel_is_a_page) {
  const auto reading = read(encoded(".png", marked(1, 1)));
  ASSERT_TRUE(reading.result);
  EXPECT_EQ(reading.sink.pages.at(0).page.width, 1);
}

TEST_F(Pictures, a_scan_beyond_the_pixel_limit_is_made_smaller) {
  Limits limits;
  limits.max_pixels = 10'000;
  for (const char* extension : {".jpg", ".png", ".tiff"}) {
    const auto reading = read(encoded(extension, marked(200, 150)), limits);
    ASSERT_TRUE(reading.result) << extension;
    const core::Picture& picture = reading.sink.pages.at(0).picture;
    EXPECT_LE(picture.width * picture.height, 10'000) << extension;
    EXPECT_TRUE(is_dark(picture, 0.1, 0.1)) << extension;
  }
}

TEST_F(Pictures, a_promise_of_too_many_pixels_is_not_believed) {
  // 30,000 × 30,000 in the header of a picture of a few bytes; nothing is decoded.
  std::string png = encoded(".png", marked(8, 8));
  png.replace(16, 8, std::string("\0\0\x75\x30\0\0\x75\x30", 8));
  const auto reading = read(png);
  ASSERT_FALSE(reading.result);
  EXPECT_EQ(reading.result.error().code, ErrorCode::unsafe);
  EXPECT_THAT(reading.result.error().message.en, testing::HasSubstr("30000×30000"));
}

TEST_F(Pictures, a_jpeg_that_stops_in_the_middle_is_a_part) {
  cv::Mat noise(300, 300, CV_8UC3);
  cv::randu(noise, 0, 255);
  const std::string jpeg = encoded(".jpg", noise);
  const auto reading = read(jpeg.substr(0, jpeg.size() / 2));
  ASSERT_TRUE(reading.result);
  EXPECT_EQ(reading.sink.pages.size(), 1U);
  EXPECT_TRUE(reading.sink.has(ObservationKind::truncated, 1));
}

TEST_F(Pictures, a_header_without_a_picture_is_corrupt) {
  for (const char* extension : {".jpg", ".png", ".bmp", ".tiff"}) {
    const auto reading = read(encoded(extension, marked(120, 80)).substr(0, 40));
    ASSERT_FALSE(reading.result) << extension;
    EXPECT_EQ(reading.result.error().code, ErrorCode::corrupt) << extension;
  }
}

// Fax pages, thumbnails, odd resolutions.
class Tiffs : public Pictures {
 protected:
  struct Sheet {
    std::uint32_t width = 40;
    std::uint32_t height = 40;
    float x_dpi = 0;
    float y_dpi = 0;
    bool thumbnail = false;
  };

  TestReading read_sheets(const std::vector<Sheet>& sheets) {
    const auto path = files_.path("sheets.tif");
    TIFF* tiff = TIFFOpen(path.c_str(), "w");
    for (const Sheet& sheet : sheets) {
      TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, sheet.width);
      TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, sheet.height);
      TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 1);
      TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
      TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
      TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
      TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, sheet.height);
      if (sheet.thumbnail) TIFFSetField(tiff, TIFFTAG_SUBFILETYPE, FILETYPE_REDUCEDIMAGE);
      if (sheet.x_dpi > 0) {
        TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
        TIFFSetField(tiff, TIFFTAG_XRESOLUTION, sheet.x_dpi);
        TIFFSetField(tiff, TIFFTAG_YRESOLUTION, sheet.y_dpi);
      }
      std::vector<std::uint8_t> row((sheet.width + 7) / 8, 0xF0);
      for (std::uint32_t y = 0; y < sheet.height; ++y) TIFFWriteScanline(tiff, row.data(), y, 0);
      TIFFWriteDirectory(tiff);
    }
    TIFFClose(tiff);
    return read_file(path);
  }
};

TEST_F(Tiffs, every_sheet_is_a_page_and_a_thumbnail_is_none) {
  const auto reading = read_sheets({{}, {.thumbnail = true}, {.width = 80}});
  ASSERT_TRUE(reading.result);
  EXPECT_EQ(reading.sink.known.page_count, 2);
  ASSERT_EQ(reading.sink.pages.size(), 2U);
  EXPECT_EQ(reading.sink.pages[1].page.number, 2);
  EXPECT_EQ(reading.sink.pages[1].page.width, 80);
}

TEST_F(Tiffs, a_sheet_is_announced_before_it_is_decoded_and_a_skipped_one_is_not) {
  read_sheets({{}, {}, {}});
  const auto reading = read_file(files_.path("sheets.tif"), {}, {2});
  EXPECT_THAT(reading.sink.begun, testing::ElementsAre(1, 3));
}

TEST_F(Tiffs, a_fax_is_not_read_squashed) {
  const auto reading = read_sheets({{.width = 200, .height = 100, .x_dpi = 204, .y_dpi = 98}});
  const core::Picture& picture = reading.sink.pages.at(0).picture;
  EXPECT_EQ(picture.width, 200);
  EXPECT_NEAR(picture.height, 208, 1);
  EXPECT_EQ(picture.dpi, 204);
}

TEST_F(Tiffs, a_directory_that_points_at_itself_ends) {
  read_sheets({{}});
  std::string bytes = contents_of(files_.path("sheets.tif"));
  std::uint32_t directory = 0;
  std::memcpy(&directory, bytes.data() + 4, 4);
  std::uint16_t entries = 0;
  std::memcpy(&entries, bytes.data() + directory, 2);
  std::memcpy(bytes.data() + directory + 2 + std::size_t{entries} * 12, &directory, 4);
  EXPECT_EQ(read(bytes).sink.pages.size(), 1U);
}

TEST_F(Pictures, a_picture_is_shown_no_wider_than_asked) {
  const auto path = files_.write("a.png", encoded(".png", marked(400, 200)));
  const FileType type = detect(path).value();
  EXPECT_EQ(render(path, type, 1, {}, 100, {}).value().height, 50);
  EXPECT_EQ(render(path, type, 1, {}, 1000, {}).value().width, 400);
  EXPECT_EQ(render(path, type, 2, {}, 100, {}).error().code, ErrorCode::not_found);
}

TEST(PictureHeader, a_thumbnails_end_is_not_the_pictures) {
  const std::string thumbnail = encoded(".jpg", marked(8, 8));
  const std::string jpeg = encoded(".jpg", marked(64, 64));
  std::string segment = std::string("\xFF\xE1", 2);
  segment += static_cast<char>((thumbnail.size() + 2) >> 8);
  segment += static_cast<char>(thumbnail.size() + 2);
  const std::string whole = jpeg.substr(0, 2) + segment + thumbnail + jpeg.substr(2);
  const auto bytes = [](const std::string& s) {
    return std::span(reinterpret_cast<const std::uint8_t*>(s.data()), s.size());
  };
  EXPECT_TRUE(is_whole(bytes(whole), "image/jpeg"));
  EXPECT_FALSE(is_whole(bytes(whole.substr(0, whole.size() - 20)), "image/jpeg"));
  EXPECT_EQ(read_picture_header(bytes(whole), "image/jpeg")->width, 64U);
}

}  // namespace
}  // namespace jianzhen::ingest
