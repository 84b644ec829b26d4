"""Style and script of the one-file HTML map, as constants.

Why: they are part of the page's security policy by their hash, so nothing may be put into them:
names and figures come as data. It must not contain an address.
"""

from __future__ import annotations

from invest_crm.domain.chain_state import STATES
from invest_crm.maps.style import LIGHT, chip_roles, colours


def _chips() -> str:
    """The states in the list look as on the map."""
    palette = colours(LIGHT)
    rules = []
    for state in STATES:
        fill, line, ink, dashed = chip_roles(state)
        kind = "dashed" if dashed else "solid"
        border = palette[line or fill]
        look = f"background:{palette[fill]};color:{palette[ink]};border:1px {kind} {border}"
        rules.append(f".{state}{{{look}}}")
    return "\n".join(rules)


_STYLE = """
*{box-sizing:border-box}
[hidden]{display:none!important}
html,body{height:100%;margin:0;overflow:hidden;background:#F6F7F8;color:#1B2430;
font:14px/1.6 'Noto Sans SC','PingFang SC','Microsoft YaHei','Source Han Sans SC',sans-serif}
body{display:flex;flex-direction:column}
header{display:flex;flex-wrap:wrap;gap:8px;align-items:center;padding:8px 12px;background:#fff;
border-bottom:1px solid #E1E5EA}
h1{font-size:16px;line-height:24px;margin:0;flex:1 1 auto}
button,input{font:inherit;color:inherit;height:36px;border:1px solid #D5DBE1;border-radius:6px;
background:#fff;padding:0 12px}
input{flex:1 1 140px;max-width:260px}
button:focus-visible,input:focus-visible{outline:2px solid #0B5E6B;outline-offset:1px}
.tools{display:flex;gap:6px}
#facts,#swap,#list{display:none}
main{flex:1;position:relative;overflow:hidden;touch-action:none;cursor:grab}
main svg{position:absolute;left:0;top:0;width:100%;height:100%;user-select:none;
-webkit-user-select:none}
rect[data-node]{cursor:pointer}
rect.on{stroke:#0B5E6B;stroke-width:2}
rect.found{stroke:#B7791F;stroke-width:2}
#hint{margin:0;padding:4px 12px;font-size:12px;color:#55606E;background:#fff;
border-top:1px solid #E1E5EA}
#sheet{position:fixed;right:0;top:0;bottom:0;width:340px;max-width:100%;overflow:auto;
background:#fff;border-left:1px solid #E1E5EA;padding:16px}
#close{float:right;width:36px;padding:0}
#sheet h2{font-size:16px;line-height:24px;margin:4px 44px 2px 0}
#sheet h3{font-size:12px;font-weight:400;color:#55606E;margin:14px 0 2px}
#sheet p{margin:2px 0}
.line{color:#55606E}
.figures{display:flex;flex-wrap:wrap;gap:6px;margin-top:10px}
.figures span{background:#EAEDF1;border-radius:4px;padding:1px 8px}
ul{margin:0;padding:0;list-style:none}
li{padding:6px 0;border-bottom:1px solid #EEF1F4}
.part{display:block;width:100%;text-align:left;height:auto;border:0;padding:2px 0}
.part b{font-weight:400;color:#55606E;float:right}
#list h2{font-size:12px;font-weight:400;color:#55606E;margin:16px 0 0}
#list h3{display:flex;justify-content:space-between;font-size:15px;margin:10px 0 2px}
#list b{font-size:12px;font-weight:400;color:#55606E;text-align:right}
#list li{padding:0}
.row{display:flex;gap:10px;align-items:center;width:100%;height:auto;min-height:44px;border:0;
padding:6px 0;text-align:left}
.row i{font-style:normal;font-size:12px;min-width:44px;padding:0 6px;text-align:center;
border-radius:4px;white-space:nowrap}
html[lang=en] .row i{min-width:64px}
.row span{flex:1}
@media (max-width:640px){h1{flex:1 0 100%}#swap{display:block}
#facts{display:block;order:1;flex:1 0 100%;margin:0;font-size:12px;color:#55606E}
#list{display:block;flex:1;overflow:auto;padding:0 12px 16px;background:#fff}
.picture #list,body:not(.picture) main,body:not(.picture) .zoom{display:none}
#sheet{top:auto;left:0;width:auto;max-height:60%;border-left:0;
border-top:1px solid #E1E5EA;border-radius:12px 12px 0 0}}
"""
STYLE = _STYLE + _chips() + "\n"

SCRIPT = """
(function(){
'use strict';
var data=JSON.parse(document.getElementById('data').textContent),nodes=data.nodes,
 words=data.words,stage=document.getElementById('stage'),svg=stage.querySelector('svg'),
 outline=document.getElementById('list'),swap=document.getElementById('swap'),
 sheet=document.getElementById('sheet'),body=document.getElementById('body'),
 size=svg.getAttribute('viewBox').split(' ').map(Number),whole={x:0,y:0,w:size[2],h:size[3]},
 view={x:0,y:0,w:size[2],h:size[3]},points=new Map(),moved=0,pinch=0;
svg.removeAttribute('width');svg.removeAttribute('height');
function show(){svg.setAttribute('viewBox',[view.x,view.y,view.w,view.h].join(' '));}
function scale(){var box=stage.getBoundingClientRect();
 return Math.max(view.w/box.width,view.h/box.height);}
function at(x,y){var box=stage.getBoundingClientRect(),s=scale();
 return {x:view.x+view.w/2+(x-box.left-box.width/2)*s,
  y:view.y+view.h/2+(y-box.top-box.height/2)*s};}
function zoom(by,x,y){var w=Math.min(whole.w*1.5,Math.max(whole.w/60,view.w*by)),
 k=w/view.w,p=at(x,y);
 view.x=p.x-(p.x-view.x)*k;view.y=p.y-(p.y-view.y)*k;view.w*=k;view.h*=k;show();}
function middle(by){var box=stage.getBoundingClientRect();
 zoom(by,box.left+box.width/2,box.top+box.height/2);}
function all(){view={x:0,y:0,w:whole.w,h:whole.h};show();}
function make(tag,text,name){var e=document.createElement(tag);
 if(text)e.textContent=text;if(name)e.className=name;return e;}
function rects(){return Array.prototype.slice.call(svg.querySelectorAll('rect[data-node]'));}
function mark(id){rects().forEach(function(r){
 r.classList.toggle('on',r.getAttribute('data-node')===id);});}
function list(title,entries){body.appendChild(make('h3',title));var ul=make('ul');
 entries.forEach(function(e){var li=make('li');li.appendChild(e);ul.appendChild(li);});
 body.appendChild(ul);}
function part(id){var b=make('button',nodes[id].name,'part');b.appendChild(
 make('b',nodes[id].state));b.onclick=function(){open(id);};return b;}
function open(id){var node=Object.prototype.hasOwnProperty.call(nodes,id)?nodes[id]:null;
 if(!node)return;
 body.textContent='';body.appendChild(make('h2',node.name));
 body.appendChild(make('p',node.line,'line'));
 if(node.parts){list(words.parts,node.parts.map(part));}
 else{var row=make('div','','figures');
  (node.counts.length?node.counts:[words.none]).forEach(function(t){
   row.appendChild(make('span',t));});
  body.appendChild(row);
  ['firms','projects'].forEach(function(kind){if(node[kind].length)
   list(words[kind],node[kind].map(function(t){return make('span',t);}));});
  node.notes.forEach(function(t){body.appendChild(make('p',t,'line'));});}
 sheet.hidden=false;mark(id);}
function shut(){sheet.hidden=true;mark('');}
function spread(){var p=Array.from(points.values());
 return Math.hypot(p[0].x-p[1].x,p[0].y-p[1].y);}
stage.addEventListener('pointerdown',function(e){
 points.set(e.pointerId,{x:e.clientX,y:e.clientY});
 if(points.size===1)moved=0;if(points.size===2)pinch=spread();});
window.addEventListener('pointermove',function(e){var p=points.get(e.pointerId);
 if(!p)return;var dx=e.clientX-p.x,dy=e.clientY-p.y;p.x=e.clientX;p.y=e.clientY;
 moved+=Math.abs(dx)+Math.abs(dy);
 if(points.size===1){var s=scale();view.x-=dx*s;view.y-=dy*s;show();}
 else if(points.size===2){var now=spread(),q=Array.from(points.values());
  if(now>0&&pinch>0)zoom(pinch/now,(q[0].x+q[1].x)/2,(q[0].y+q[1].y)/2);pinch=now;}});
function lift(e){points.delete(e.pointerId);}
window.addEventListener('pointerup',lift);window.addEventListener('pointercancel',lift);
stage.addEventListener('click',function(e){if(moved>8)return;
 var id=e.target.getAttribute&&e.target.getAttribute('data-node');
 if(id&&e.target.getAttribute('data-kind')!=='tier')open(id);else shut();});
stage.addEventListener('wheel',function(e){e.preventDefault();
 zoom(e.deltaY>0?1.15:1/1.15,e.clientX,e.clientY);},{passive:false});
function leafRow(id){var n=nodes[id],li=make('li'),b=make('button','','row');
 li.setAttribute('data-leaf',id);b.appendChild(make('i',n.state,n.code));
 b.appendChild(make('span',n.name+(n.critical?' ★':'')));b.appendChild(make('b',n.figures));
 b.onclick=function(){open(id);};li.appendChild(b);return li;}
data.outline.forEach(function(tier){var section=make('section');
 section.appendChild(make('h2',tier.name));outline.appendChild(section);
 tier.parts.forEach(function(id){var n=nodes[id],h=make('h3',n.name),ul=make('ul');
  h.appendChild(make('b',n.line));
  n.parts.forEach(function(leaf){ul.appendChild(leafRow(leaf));});
  section.appendChild(h);section.appendChild(ul);});});
swap.onclick=function(){var on=document.body.classList.toggle('picture'),
 word=swap.getAttribute('data-other');swap.setAttribute('data-other',swap.textContent);
 swap.textContent=word;if(on){view={x:0,y:0,w:whole.w/2.4,h:whole.h};show();}};
document.getElementById('more').onclick=function(){middle(1/1.4);};
document.getElementById('less').onclick=function(){middle(1.4);};
document.getElementById('whole').onclick=all;
document.getElementById('close').onclick=shut;
document.addEventListener('keydown',function(e){if(e.key==='Escape')shut();});
document.getElementById('find').addEventListener('input',function(e){
 var t=e.target.value.trim().toLowerCase(),first=null;
 function holds(n){return !!(t&&n&&[n.name].concat(n.firms||[],n.projects||[]).join('\\n')
  .toLowerCase().indexOf(t)>=0);}
 rects().forEach(function(r){var hit=holds(nodes[r.getAttribute('data-node')]);
  r.classList.toggle('found',hit);if(hit&&!first)first=r;});
 outline.querySelectorAll('ul').forEach(function(ul){var some=!t;
  ul.childNodes.forEach(function(li){li.hidden=!!t&&!holds(nodes[li.getAttribute('data-leaf')]);
   some=some||!li.hidden;});ul.hidden=!some;ul.previousSibling.hidden=!some;});
 outline.querySelectorAll('section').forEach(function(one){
  one.hidden=!!t&&!one.querySelector('ul:not([hidden])');});
 if(first){var k=Math.min(1,first.getAttribute('width')*3/view.w);view.w*=k;view.h*=k;
  view.x=+first.getAttribute('x')+first.getAttribute('width')/2-view.w/2;
  view.y=+first.getAttribute('y')+first.getAttribute('height')/2-view.h/2;show();}
 else if(!t)all();});
})();
"""
