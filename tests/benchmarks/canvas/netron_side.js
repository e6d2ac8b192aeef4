// node netron_side.js FOLDER FILE: milliseconds from no browser to FILE drawn by the Netron in FOLDER
const http = require('http'), fs = require('fs'), path = require('path');
const [folder, file] = process.argv.slice(2);
const { chromium } = require(require.resolve('playwright-core', { paths: [folder] }));
const kinds = { '.js': 'text/javascript', '.html': 'text/html', '.css': 'text/css', '.json': 'application/json' };
const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const place = name === '/model.onnx' ? file : path.join(folder, name === '/' ? 'index.html' : name);
    fs.readFile(place, (error, data) => {
        response.writeHead(error ? 404 : 200, { 'Content-Type': kinds[path.extname(place)] || 'application/octet-stream' });
        response.end(error ? '' : data);
    });
});
server.listen(0, '127.0.0.1', async () => {
    const began = performance.now();
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync'],
    });
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    await page.addInitScript(() => { localStorage.setItem('consent', String(Date.now())); });
    await page.goto(`http://127.0.0.1:${server.address().port}/?url=/model.onnx`);
    for (;;) {
        const done = await page.evaluate(() => {
            const ok = [...document.querySelectorAll('button')].find((one) => /accept|ok|continue/i.test(one.innerText) && one.offsetParent);
            if (ok) ok.click();
            return document.querySelectorAll('g.node, .node').length > 5000 && document.body.className.includes('default');
        });
        if (done) break;
        await page.waitForTimeout(50);
        if (performance.now() - began > 600000) throw new Error('Netron took more than ten minutes');
    }
    console.log((performance.now() - began).toFixed(0));
    await browser.close();
    server.close();
});
