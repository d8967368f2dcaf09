// What is said in the hall: digits of a number one by one, windows as numbers.
const digits = '零一二三四五六七八九';

/** 1 to 99 as it is read: 三, 十二, 二十. */
const asNumber = number => {
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  return (tens > 1 ? digits[tens] : '') + (tens > 0 ? '十' : '') + (ones > 0 ? digits[ones] : '');
};

export const inChinese = (number, window) => `请${[...number].map(sign => digits[sign] ?? sign).join('')}号到${asNumber(window)}号窗口`;

export const inEnglish = (number, window) => `Number ${[...number].join(' ')}, please go to window ${window}`;
