/** What VS Code gives a page of its four default themes: the classes of its body, and the values of the tokens that the page uses. */
export interface Theme {
  readonly name: string;
  readonly bodyClass: string;
  readonly kind: string;
  readonly scheme: 'dark' | 'light';
  readonly tokens: Readonly<Record<string, string>>;
}

export const dark: Theme = {
  name: 'Dark Modern',
  bodyClass: 'vscode-dark',
  kind: 'vscode-dark',
  scheme: 'dark',
  tokens: {
    'badge-background': '#616161', 'badge-foreground': '#F8F8F8', 'button-background': '#0078D4', 'button-border': '#FFFFFF12', 'button-foreground': '#FFFFFF',
    'button-hoverBackground': '#026EC1', 'button-secondaryBackground': '#313131', 'button-secondaryForeground': '#CCCCCC', 'button-secondaryHoverBackground': '#3C3C3C',
    'charts-blue': '#59A4F9', 'charts-foreground': '#CCCCCC', 'charts-green': '#89D185', 'charts-lines': '#CCCCCC80', 'charts-purple': '#B180D7',
    'checkbox-background': '#313131', 'checkbox-border': '#3C3C3C', 'checkbox-foreground': '#CCCCCC', 'descriptionForeground': '#9D9D9D', 'disabledForeground': '#CCCCCC80',
    'dropdown-background': '#313131', 'dropdown-border': '#3C3C3C', 'dropdown-foreground': '#CCCCCC', 'editor-background': '#1F1F1F', 'editorError-foreground': '#F14C4C',
    'editorInfo-foreground': '#59A4F9', 'editorWarning-foreground': '#CCA700', 'editorWidget-background': '#202020', 'editorWidget-border': '#454545',
    'errorForeground': '#F85149', 'focusBorder': '#0078D4', 'foreground': '#CCCCCC', 'icon-foreground': '#CCCCCC', 'input-background': '#313131', 'input-border': '#3C3C3C',
    'input-foreground': '#CCCCCC', 'input-placeholderForeground': '#989898', 'inputOption-activeBackground': '#2489DB82', 'inputOption-activeBorder': '#2488DB',
    'inputOption-activeForeground': '#FFFFFF', 'inputValidation-errorBackground': '#5A1D1D', 'inputValidation-errorBorder': '#BE1100',
    'list-activeSelectionBackground': '#04395E', 'list-activeSelectionForeground': '#FFFFFF', 'list-hoverBackground': '#2A2D2E', 'list-inactiveSelectionBackground': '#37373D',
    'menu-background': '#1F1F1F', 'menu-border': '#454545', 'menu-foreground': '#CCCCCC', 'menu-selectionBackground': '#0078D4', 'menu-selectionForeground': '#FFFFFF',
    'panel-border': '#2B2B2B', 'progressBar-background': '#0078D4', 'scrollbarSlider-background': '#79797966', 'testing-iconPassed': '#73C991',
    'textCodeBlock-background': '#2B2B2B', 'textLink-foreground': '#4DAAFC', 'textPreformat-background': '#3C3C3C', 'textPreformat-foreground': '#D0D0D0',
    'toolbar-hoverBackground': '#5A5D5E50', 'widget-border': '#313131', 'widget-shadow': '#0000005C',
  },
};

export const light: Theme = {
  name: 'Light Modern',
  bodyClass: 'vscode-light',
  kind: 'vscode-light',
  scheme: 'light',
  tokens: {
    'badge-background': '#CCCCCC', 'badge-foreground': '#3B3B3B', 'button-background': '#005FB8', 'button-border': '#0000001A', 'button-foreground': '#FFFFFF',
    'button-hoverBackground': '#0258A8', 'button-secondaryBackground': '#E5E5E5', 'button-secondaryForeground': '#3B3B3B', 'button-secondaryHoverBackground': '#CCCCCC',
    'charts-blue': '#0063D3', 'charts-foreground': '#3B3B3B', 'charts-green': '#388A34', 'charts-lines': '#3B3B3B80', 'charts-purple': '#652D90',
    'checkbox-background': '#F8F8F8', 'checkbox-border': '#CECECE', 'checkbox-foreground': '#3B3B3B', 'descriptionForeground': '#3B3B3B', 'disabledForeground': '#61616180',
    'dropdown-background': '#FFFFFF', 'dropdown-border': '#CECECE', 'dropdown-foreground': '#3B3B3B', 'editor-background': '#FFFFFF', 'editorError-foreground': '#E51400',
    'editorInfo-foreground': '#0063D3', 'editorWarning-foreground': '#BF8803', 'editorWidget-background': '#F8F8F8', 'editorWidget-border': '#C8C8C8',
    'errorForeground': '#F85149', 'focusBorder': '#005FB8', 'foreground': '#3B3B3B', 'icon-foreground': '#3B3B3B', 'input-background': '#FFFFFF', 'input-border': '#CECECE',
    'input-foreground': '#3B3B3B', 'input-placeholderForeground': '#767676', 'inputOption-activeBackground': '#BED6ED', 'inputOption-activeBorder': '#005FB8',
    'inputOption-activeForeground': '#000000', 'inputValidation-errorBackground': '#F2DEDE', 'inputValidation-errorBorder': '#BE1100',
    'list-activeSelectionBackground': '#E8E8E8', 'list-activeSelectionForeground': '#000000', 'list-focusAndSelectionOutline': '#005FB8', 'list-hoverBackground': '#F2F2F2',
    'list-inactiveSelectionBackground': '#E4E6F1', 'menu-background': '#FFFFFF', 'menu-border': '#CECECE', 'menu-foreground': '#3B3B3B', 'menu-selectionBackground': '#005FB8',
    'menu-selectionForeground': '#FFFFFF', 'panel-border': '#E5E5E5', 'progressBar-background': '#005FB8', 'scrollbarSlider-background': '#64646466',
    'testing-iconPassed': '#73C991', 'textCodeBlock-background': '#F8F8F8', 'textLink-foreground': '#005FB8', 'textPreformat-background': '#0000001F',
    'textPreformat-foreground': '#3B3B3B', 'toolbar-hoverBackground': '#B8B8B850', 'widget-border': '#E5E5E5', 'widget-shadow': '#00000029',
  },
};

export const hcDark: Theme = {
  name: 'Dark High Contrast',
  bodyClass: 'vscode-high-contrast',
  kind: 'vscode-high-contrast',
  scheme: 'dark',
  tokens: {
    'badge-background': '#000000', 'badge-foreground': '#FFFFFF', 'button-border': '#6FC3DF', 'button-foreground': '#FFFFFF', 'button-secondaryForeground': '#FFFFFF',
    'charts-blue': '#59A4F9', 'charts-foreground': '#FFFFFF', 'charts-green': '#89D185', 'charts-lines': '#FFFFFF80', 'charts-purple': '#B180D7',
    'checkbox-background': '#000000', 'checkbox-border': '#6FC3DF', 'checkbox-foreground': '#FFFFFF', 'contrastActiveBorder': '#F38518', 'contrastBorder': '#6FC3DF',
    'descriptionForeground': '#FFFFFFB3', 'disabledForeground': '#A5A5A5', 'dropdown-background': '#000000', 'dropdown-border': '#6FC3DF', 'dropdown-foreground': '#FFFFFF',
    'editor-background': '#000000', 'editorError-foreground': '#F48771', 'editorInfo-foreground': '#59A4F9', 'editorWarning-foreground': '#FFD370',
    'editorWidget-background': '#0C141F', 'editorWidget-border': '#6FC3DF', 'errorForeground': '#F48771', 'focusBorder': '#F38518', 'foreground': '#FFFFFF',
    'icon-foreground': '#FFFFFF', 'input-background': '#000000', 'input-border': '#6FC3DF', 'input-foreground': '#FFFFFF', 'input-placeholderForeground': '#FFFFFFB3',
    'inputOption-activeBorder': '#6FC3DF', 'inputOption-activeForeground': '#FFFFFF', 'inputValidation-errorBackground': '#000000', 'inputValidation-errorBorder': '#6FC3DF',
    'list-hoverBackground': '#FFFFFF1A', 'menu-background': '#000000', 'menu-border': '#6FC3DF', 'menu-foreground': '#FFFFFF', 'panel-border': '#6FC3DF',
    'progressBar-background': '#6FC3DF', 'scrollbarSlider-background': '#6FC3DF99', 'testing-iconPassed': '#73C991', 'textCodeBlock-background': '#000000',
    'textLink-foreground': '#21A6FF', 'textPreformat-background': '#000000', 'textPreformat-foreground': '#FFFFFF', 'widget-border': '#6FC3DF',
  },
};

export const hcLight: Theme = {
  name: 'Light High Contrast',
  bodyClass: 'vscode-high-contrast vscode-high-contrast-light',
  kind: 'vscode-high-contrast-light',
  scheme: 'light',
  tokens: {
    'badge-background': '#0F4A85', 'badge-foreground': '#FFFFFF', 'button-background': '#0F4A85', 'button-border': '#0F4A85', 'button-foreground': '#FFFFFF',
    'button-hoverBackground': '#0F4A85', 'button-secondaryBackground': '#FFFFFF', 'button-secondaryForeground': '#292929', 'charts-blue': '#0063D3',
    'charts-foreground': '#292929', 'charts-green': '#374E06', 'charts-lines': '#29292980', 'charts-purple': '#652D90', 'checkbox-background': '#FFFFFF',
    'checkbox-border': '#0F4A85', 'checkbox-foreground': '#292929', 'contrastActiveBorder': '#006BBD', 'contrastBorder': '#0F4A85', 'descriptionForeground': '#292929B3',
    'disabledForeground': '#7F7F7F', 'dropdown-background': '#FFFFFF', 'dropdown-border': '#0F4A85', 'dropdown-foreground': '#292929', 'editor-background': '#FFFFFF',
    'editorError-foreground': '#B5200D', 'editorInfo-foreground': '#0063D3', 'editorWarning-foreground': '#895503', 'editorWidget-background': '#FFFFFF',
    'editorWidget-border': '#0F4A85', 'errorForeground': '#B5200D', 'focusBorder': '#006BBD', 'foreground': '#292929', 'icon-foreground': '#292929',
    'input-background': '#FFFFFF', 'input-border': '#0F4A85', 'input-foreground': '#292929', 'input-placeholderForeground': '#292929B3', 'inputOption-activeBorder': '#0F4A85',
    'inputOption-activeForeground': '#292929', 'inputValidation-errorBackground': '#FFFFFF', 'inputValidation-errorBorder': '#0F4A85',
    'list-activeSelectionBackground': '#0F4A851A', 'list-hoverBackground': '#0F4A851A', 'list-inactiveSelectionBackground': '#0F4A851A', 'menu-background': '#FFFFFF',
    'menu-border': '#0F4A85', 'menu-foreground': '#292929', 'panel-border': '#0F4A85', 'progressBar-background': '#0F4A85', 'scrollbarSlider-background': '#0F4A8566',
    'testing-iconPassed': '#007100', 'textCodeBlock-background': '#F2F2F2', 'textLink-foreground': '#0F4A85', 'textPreformat-background': '#F2F2F2',
    'textPreformat-foreground': '#292929', 'widget-border': '#0F4A85',
  },
};

export const themes: readonly Theme[] = [dark, light, hcDark, hcLight];
