/* Of ECharts only what the plots use: bars, lines, a grid, a canvas. What a place says stands beside the plot, so there is no tooltip. */
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, CanvasRenderer]);
window.echarts = { init };
