#pragma once

namespace cv {
class Mat;
}

namespace jianzhen::ocr {

// How high the letters of a picture are, in its pixels, told from the specks of ink on it without
// reading them; 0 where there are too few to tell.
double letter_height(const cv::Mat& picture);

}  // namespace jianzhen::ocr
