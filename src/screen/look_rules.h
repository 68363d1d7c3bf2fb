#pragma once

#include "screen/screen_glance.h"

namespace nexy {

// What a picture with these figures and big shapes is at first sight.
ScreenLook LookOf(const ScreenGlance::Figures& seen, const GreyImage& sketch);

}  // namespace nexy
