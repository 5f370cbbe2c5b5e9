#pragma once

namespace cv {
class Mat;
}

namespace jianzhen::ocr {

// Where a page carries red ink (seals, red letterheads): 255, else 0.
cv::Mat red_mask(const cv::Mat& picture);

// The share of the page that is red, 0–1.
double red_share(const cv::Mat& mask);

// The page with its red ink taken off: in the red channel red ink is nearly as bright as the paper
// around it, and black print under it is still dark. Of the shades of its ink, what is as bright as
// the one at `ink_rank` (0 darkest – 1 palest) becomes paper.
cv::Mat without_red(const cv::Mat& picture, const cv::Mat& mask, double ink_rank);

}  // namespace jianzhen::ocr
