#include "ingest/heif.h"

#include <libheif/heif.h>

#include <memory>
#include <opencv2/imgproc.hpp>

#include "ingest/failures.h"
#include "ingest/picture_limits.h"
#include "ingest/pixels.h"

namespace jianzhen::ingest {
namespace {

struct ContextCloser {
  void operator()(heif_context* context) const { heif_context_free(context); }
};
struct HandleCloser {
  void operator()(const heif_image_handle* handle) const { heif_image_handle_release(handle); }
};
struct ImageCloser {
  void operator()(const heif_image* image) const { heif_image_release(image); }
};

tl::unexpected<core::Error> failure(const heif_error& error) {
  if (error.code == heif_error_Memory_allocation_error) throw std::bad_alloc();
  return corrupt(error.message);
}

}  // namespace

core::Result<core::Picture> decode_heif(std::span<const std::uint8_t> bytes, const Limits& limits) {
  const std::unique_ptr<heif_context, ContextCloser> context(heif_context_alloc());
  heif_context_set_max_decoding_threads(context.get(), 0);
  heif_error error = heif_context_read_from_memory_without_copy(context.get(), bytes.data(),
                                                                bytes.size(), nullptr);
  if (error.code != heif_error_Ok) return failure(error);

  heif_image_handle* primary = nullptr;
  error = heif_context_get_primary_image_handle(context.get(), &primary);
  if (error.code != heif_error_Ok) return failure(error);
  const std::unique_ptr<const heif_image_handle, HandleCloser> handle(primary);
  const int width = heif_image_handle_get_width(primary);
  const int height = heif_image_handle_get_height(primary);
  if (width < 1 || height < 1) return corrupt("no size in the header");
  if (1.0 * width * height > decodable_pixels(limits)) return too_many_pixels(width, height);

  // Its own turns and mirrors (irot, imir) are applied; EXIF says the same again and does not
  // count.
  heif_image* decoded = nullptr;
  error = heif_decode_image(primary, &decoded, heif_colorspace_RGB, heif_chroma_interleaved_RGB,
                            nullptr);
  if (error.code != heif_error_Ok) return failure(error);
  const std::unique_ptr<const heif_image, ImageCloser> image(decoded);
  int stride = 0;
  const std::uint8_t* plane =
      heif_image_get_plane_readonly(decoded, heif_channel_interleaved, &stride);
  if (plane == nullptr) return corrupt("no pixels");
  const cv::Mat rgb(heif_image_get_primary_height(decoded), heif_image_get_primary_width(decoded),
                    CV_8UC3, const_cast<std::uint8_t*>(plane), static_cast<std::size_t>(stride));
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  return picture_of(shrunk(bgr, limits.max_pixels, 0), 0);
}

}  // namespace jianzhen::ingest
