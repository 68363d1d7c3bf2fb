// Resolves once the fonts and the photograph are there to be drawn.
(async () => {
  await document.fonts.ready;
  const photo = document.documentElement.style.getPropertyValue('--photo').match(/url\("?(.*?)"?\)/);
  if (photo) {
    const image = new Image();
    image.src = photo[1];
    await image.decode();
  }
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
})()
