// Asks the agent. Answers are JSON; errors carry the agent's own words.

export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export async function get(path, parameters) {
  const query = parameters ? `?${new URLSearchParams(parameters)}` : '';
  let response;
  try {
    response = await fetch(`/console/api/${path}${query}`, { cache: 'no-store' });
  } catch {
    throw new ApiError(0, 'The application does not answer.');
  }
  if (response.ok) return response.json();
  throw new ApiError(response.status, message(await response.text(), response.status));
}

function message(body, status) {
  try {
    return JSON.parse(body).error;
  } catch {
    return body.trim() || `Status ${status}`;
  }
}
