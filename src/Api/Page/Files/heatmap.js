// Attention as a table: a row for each target piece, a column for each source piece.

export function heatMap({ source, target, attention }) {
  const table = document.createElement('table');
  table.className = 'heat-map';

  const head = table.createTHead().insertRow();
  head.append(document.createElement('td'), ...source.map(piece => heading('col', piece)));

  const body = table.createTBody();
  attention.forEach((weights, index) => {
    const row = body.insertRow();
    row.append(heading('row', target[index]));
    weights.forEach((weight, column) => {
      const cell = row.insertCell();
      cell.style.setProperty('--weight', weight);
      cell.title = `${show(target[index])} looked at ${show(source[column])}: ${Math.round(100 * weight)} %`;
    });
  });

  return table;
}

function heading(scope, piece) {
  const cell = document.createElement('th');
  const text = document.createElement('span');
  cell.scope = scope;
  text.textContent = show(piece);
  cell.append(text);
  return cell;
}

// Pieces are written with ▁ where a word begins.
const show = piece => piece.replaceAll('▁', '') || '␣';
