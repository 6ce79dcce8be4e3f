/** Style sheet of the page: one column, system fonts, two colour schemes. */
export const STYLE = `
:root{color-scheme:light dark;
--ground:#f4f5f2;--card:#fff;--ink:#17201d;--muted:#56625d;--rule:#dfe4df;--accent:#0b6b58;
--c0:#1f56c4;--c1:#b4500a;--c2:#0a7568;--c3:#a1277c;--c4:#6a6400;--c5:#6a3cc4;--c6:#8c4630;--c7:#44566c;
--t0:#a9b5ae;--t1:#d7a51a;--t2:#d9641c;--t3:#b01f2e;--alarm:#a81c2b;--shade:#d9641c;--plus:#1f56c4;--minus:#d9641c}
@media (prefers-color-scheme:dark){:root{
--ground:#0e1311;--card:#161d1a;--ink:#e7ece9;--muted:#9caaa3;--rule:#29332e;--accent:#67d3ba;
--c0:#86b0ff;--c1:#ffac6b;--c2:#4fd1bd;--c3:#ff93cf;--c4:#d5cd58;--c5:#bea4ff;--c6:#e3a78b;--c7:#a9bdd2;
--t0:#46544d;--t1:#c99a1b;--t2:#e8752c;--t3:#ef4a58;--alarm:#ff8f97;--shade:#ff8a45;--plus:#86b0ff;--minus:#ff8a45}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
main,header,footer{max-width:1080px;margin:0 auto;padding:0 20px}
header{padding-top:44px}
h1{font-size:clamp(28px,5vw,42px);line-height:1.1;letter-spacing:-.02em;margin:0 0 8px;font-weight:650}
h2{font-size:20px;letter-spacing:-.01em;margin:44px 0 4px;font-weight:650}
h3{font-size:16px;margin:0 0 6px;display:flex;align-items:center;gap:8px;overflow-wrap:anywhere}
p{margin:0 0 12px;max-width:70ch}p.note{max-width:100ch}
.lead,.note,.key,footer{color:var(--muted)}
.note{font-weight:400;font-size:13px}
.key{font-size:13px;margin:8px 0 0;max-width:none}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:24px 0 0;padding:0}
.tile,.card{background:var(--card);border:1px solid var(--rule);border-radius:12px;padding:16px;min-width:0}
.tile dt{color:var(--muted);font-size:13px;overflow-wrap:anywhere}
.tile dd{margin:2px 0 0;font-size:22px;font-weight:650;letter-spacing:-.01em;overflow-wrap:anywhere}
.tile dd small{display:block;font-size:13px;font-weight:400;color:var(--muted);letter-spacing:0}
.tile.tier{border-left:6px solid var(--tier)}
.card{margin-top:12px}
.grid{display:grid;gap:12px;margin-top:12px}.grid .card{margin:0}
.two{grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr))}
.three{grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr))}
figure{margin:0}
figure+figure{margin-top:16px}
figcaption{display:flex;flex-wrap:wrap;gap:2px 10px;align-items:baseline;margin-bottom:6px}
.title{font-weight:600;overflow-wrap:anywhere}
.readout{margin-left:auto;display:flex;flex-wrap:wrap;gap:0 14px;font-size:13px;color:var(--muted);justify-content:flex-end}
.readout b{color:var(--ink);font-weight:600}
i[style],.readout i,h3 i{display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:5px;flex:none}
h3 i{width:12px;height:12px;margin:0}
i.t0{background:var(--t0)}i.t1{background:var(--t1)}i.t2{background:var(--t2)}i.t3{background:var(--t3)}
.frame{position:relative;height:120px;margin-left:52px;border-radius:4px;cursor:crosshair;touch-action:pan-y}
.frame::before{content:"";position:absolute;inset:0;border-bottom:1px solid var(--rule)}
.large .frame{height:260px}.strip .frame{height:96px;cursor:default}
.labelled .frame{margin-right:64px}
.frame:focus-visible,.scroll:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
svg{position:absolute;inset:0;width:100%;height:100%;overflow:visible}
svg path{fill:none;vector-effect:non-scaling-stroke}
path.grid{stroke:var(--rule);stroke-width:1}
.line{stroke-width:1.6;stroke-linejoin:round}
.shade{fill:var(--shade);opacity:.13}
[data-plot=forecast] .line{display:none}
.stems{stroke:var(--muted);stroke-width:1;opacity:.75}
.limit{stroke:var(--c0);stroke-width:1.4}.limit.far{stroke-dasharray:5 3;stroke-width:1.2;opacity:.85}
.dots{stroke:var(--alarm);stroke-width:6;stroke-linecap:round}
.fault{stroke:var(--ink);stroke-width:5;stroke-linecap:round}
rect.t0{fill:var(--t0)}rect.t1{fill:var(--t1)}rect.t2{fill:var(--t2)}rect.t3{fill:var(--t3)}rect.held{opacity:.35}
.labels span{position:absolute;right:calc(100% + 8px);transform:translateY(-50%);font-size:12px;line-height:1;color:var(--muted);white-space:nowrap;text-align:right}
.labels small{display:block;font-size:10px;line-height:1.1;text-align:right}
.nowrap{white-space:nowrap}
.ends span{position:absolute;left:calc(100% + 8px);transform:translateY(-50%);font-size:13px;font-weight:600;line-height:1;max-width:56px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.times{position:relative;height:20px;font-size:12px;color:var(--muted);margin:4px 0 0 52px}
.labelled .times{margin-right:64px}
.times span{position:absolute;transform:translateX(-50%);white-space:nowrap}
.cross{position:absolute;top:0;bottom:0;width:1px;background:var(--ink);opacity:.55;display:none;pointer-events:none}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
caption{text-align:left;font-weight:600;padding-bottom:6px;overflow-wrap:anywhere}
th,td{padding:5px 8px;text-align:right;border-top:1px solid var(--rule);font-weight:400;white-space:nowrap}
thead th,thead td{color:var(--muted);font-size:13px;border-top:0}
th:first-child,td:first-child{text-align:left;padding-left:0}
td.word{text-align:left}
.matrix caption{white-space:nowrap}.wide{grid-column:1/-1}
.matrix{width:auto}.matrix td,.matrix th{min-width:64px}.matrix thead td{min-width:0}.matrix th:first-child{padding-right:16px}
.rejected{color:var(--alarm);font-weight:600}.rejected span{font-size:12px;font-weight:400}
details{margin-top:12px}summary{cursor:pointer;font-weight:600;padding:6px 0}
dl.method{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:12px 0}
dl.method dt{color:var(--muted)}dl.method dd{margin:0;overflow-wrap:anywhere}
footer{padding-top:28px;padding-bottom:44px;font-size:13px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media (max-width:560px){
main,header,footer{padding-left:12px;padding-right:12px}header{padding-top:28px}
.card,.tile{padding:12px}.tiles{grid-template-columns:1fr 1fr;gap:8px}.tile dd{font-size:19px}
.readout{margin-left:0;justify-content:flex-start;width:100%}
.large .times span:not(:nth-child(3n+2)),.strip .times span:not(:nth-child(3n+2)){display:none}
.frame{margin-left:46px}.times{margin-left:46px}.labelled .frame,.labelled .times{margin-right:48px}.labels span{right:calc(100% + 6px);font-size:11px}.ends span{left:calc(100% + 5px);font-size:12px;max-width:43px}
th,td{padding:5px 4px}table{font-size:13px}thead th,thead td{font-size:12px}.share{display:none}.tile:last-child:nth-child(odd){grid-column:1/-1}.rejected span{display:block;line-height:1.1}
dl.method{grid-template-columns:1fr;gap:0}dl.method dd{margin-bottom:8px}}
@media print{body{background:none}.card,.tile{break-inside:avoid}}
`;
