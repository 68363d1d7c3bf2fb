#pragma once

#include "screen/screen_glance.h"

namespace nexy {

// What a picture with these figures is at first sight.
ScreenLook LookOf(const ScreenGlance::Figures& seen);

}  // namespace nexy
